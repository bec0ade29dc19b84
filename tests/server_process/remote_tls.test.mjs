// @ts-check
// The command line against a server with TLS: whom it trusts, whom it shows itself to, where a token may go.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeCertificate } from '../support/certificates.mjs';
import { pancake } from '../support/cli.mjs';
import { freePort } from '../support/free_port.mjs';
import { startServer } from '../support/server.mjs';
import { alice, definitions, tokenLines } from './api_server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-remote-tls-'));
const file = (/** @type {string} */ name) => join(folder, name);
/** @type {import('../support/server.mjs').Server} */
let server;
/** Serves only clients with a certificate. @type {import('../support/server.mjs').Server} */
let strict;

before(async () => {
  makeCertificate(folder, 'authority');
  makeCertificate(folder, 'server', 'authority');
  makeCertificate(folder, 'client', 'authority');
  makeCertificate(folder, 'other');
  makeCertificate(folder, 'stranger', 'other');
  writeFileSync(file('tokens'), tokenLines);
  writeFileSync(file('alice'), `${alice}\n`);
  const args = ['--token-file', file('tokens'), '--tls-cert', file('server.crt'), '--tls-key', file('server.key')];
  server = await startServer({ args, definitions });
  strict = await startServer({ args: [...args, '--tls-client-ca', file('authority.crt')], definitions });
});

after(async () => {
  await server?.stop();
  await strict?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} url @param {string[]} words @param {Record<string, string>} [env] */
function list(url, words, env) {
  return pancake(['flags', 'list', '--server', url, '--extension', 'shop', '--token-file', file('alice'), ...words], { cwd: folder, env });
}

/** @param {ReturnType<typeof list>} run */
async function works(run) {
  const { code, stdout, stderr } = await run;
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /CHECKOUT/);
}

/** @param {ReturnType<typeof list>} run @param {number} code @param {RegExp} message */
async function refused(run, code, message) {
  const outcome = await run;
  assert.match(outcome.stderr, message);
  assert.deepEqual([outcome.code, outcome.stdout], [code, '']);
  assert.doesNotMatch(outcome.stderr, /alice-0123/);
}

test('a server whose authority is named is worked on over https', async () => {
  await works(list(server.url, ['--server-ca', file('authority.crt')]));
  await works(list(server.url, [], { PANCAKE_SERVER_CA: file('authority.crt') }));
});

test('a server that another authority signed, or nobody known, is not talked to', async () => {
  await refused(list(server.url, []), 1, /its certificate is not trusted.*--server-ca/);
  await refused(list(server.url, ['--server-ca', file('other.crt')]), 1, /its certificate is not trusted/);
  await refused(list(server.url, ['--server-ca', file('nowhere.crt')]), 1, /no certificate can be read/);
});

test('a server that wants a certificate is shown one', async () => {
  const trust = ['--server-ca', file('authority.crt')];
  await works(list(strict.url, [...trust, '--client-cert', file('client.crt'), '--client-key', file('client.key')]));
  await works(list(strict.url, trust, { PANCAKE_CLIENT_CERT: file('client.crt'), PANCAKE_CLIENT_KEY: file('client.key') }));
  await refused(list(strict.url, trust), 1, /takes only clients with a certificate.*--client-cert and --client-key/);
  await refused(list(strict.url, [...trust, '--client-cert', file('stranger.crt'), '--client-key', file('stranger.key')]), 1, /takes only clients with a certificate/);
});

test('a certificate and a key that do not belong together are said to be so', async () => {
  const trust = ['--server-ca', file('authority.crt')];
  await refused(list(strict.url, [...trust, '--client-cert', file('client.crt')]), 2, /--client-cert and --client-key belong together/);
  await refused(list(strict.url, [...trust, '--client-cert', file('client.crt'), '--client-key', file('server.key')]), 1, /no key of .*client\.crt can be read/);
  await refused(list(strict.url, [...trust, '--client-cert', file('client.key'), '--client-key', file('client.key')]), 1, /client\.key: no certificate can be read/);
});

test('a token leaves the machine over https, or when that is asked for', async () => {
  await refused(list('http://flags.invalid', []), 1, /the token would go to another machine.*--insecure-http/);
  await refused(list('http://192.0.2.1', []), 1, /the token would go to another machine/);
  await refused(list('http://flags.invalid', ['--insecure-http']), 1, /the host is not known/);
  await refused(list('http://flags.invalid', [], { PANCAKE_INSECURE_HTTP: 'true' }), 1, /the host is not known/);
  await refused(list(`http://localhost:${await freePort()}`, []), 1, /cannot connect/);
  const withoutToken = await pancake(['flags', 'list', '--server', 'http://flags.invalid']);
  assert.match(withoutToken.stderr, /the host is not known/);
});

test('serve has these options behind its own word, or not at all', async () => {
  for (const [option, message] of [['--insecure-http', /stands behind that word/], ['--client-cert=x', /which 'serve' has not/]]) {
    const { code, stderr } = await pancake([/** @type {string} */ (option), 'serve']);
    assert.equal(code, 2);
    assert.match(stderr, /** @type {RegExp} */ (message));
  }
});
