// @ts-check
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes `NAME.key` and `NAME.crt` in a folder: a certificate for 127.0.0.1 and localhost that `ca` signed, or an
 * authority that signs itself. Both in PEM.
 *
 * @param {string} folder @param {string} name
 * @param {string} [ca] the name of an authority that was made in the same folder
 */
export function makeCertificate(folder, name, ca) {
  const path = (/** @type {string} */ file) => join(folder, file);
  const openssl = (/** @type {string[]} */ ...words) => execFileSync('openssl', words, { stdio: 'pipe' });
  const made = ['-subj', `/CN=${name}`, '-keyout', path(`${name}.key`)];
  if (!ca) {
    openssl('req', '-x509', ...newKey, ...made, '-days', '2', '-addext', 'basicConstraints=critical,CA:TRUE', '-out', path(`${name}.crt`));
    return;
  }
  openssl('req', ...newKey, ...made, '-out', path(`${name}.csr`));
  writeFileSync(path(`${name}.ext`), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signed = ['-CA', path(`${ca}.crt`), '-CAkey', path(`${ca}.key`), '-CAcreateserial', '-days', '2', '-extfile', path(`${name}.ext`)];
  openssl('x509', '-req', '-in', path(`${name}.csr`), ...signed, '-out', path(`${name}.crt`));
}
