// @ts-check
// The command line against another server: what it says when something is not as it should be, TLS, the log.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../support/free_port.mjs';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';
import { alice, bob, definitions, startOnLostStore, tokenLines } from './api_server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-remote-'));
const file = (/** @type {string} */ name) => join(folder, name);
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  writeFileSync(file('tokens'), tokenLines);
  writeFileSync(file('alice'), `# the token of alice\n${alice}\n`);
  writeFileSync(file('bob'), `${bob}\n`);
  writeFileSync(file('guessed'), 'guessed-0123456789abcdef0123456789abcdef\n');
  server = await startServer({ args: ['--token-file', file('tokens')], definitions });
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string[]} words @param {{ url?: string, token?: string, env?: Record<string, string> }} [with_] */
function remote(words, { url = server.url, token = 'alice', env } = {}) {
  return pancake([...words, '--server', url, '--extension', 'shop', ...(token ? ['--token-file', file(token)] : [])], { cwd: folder, env });
}

/** @param {ReturnType<typeof remote>} run @param {number} code @param {RegExp} message */
async function refused(run, code, message) {
  const outcome = await run;
  assert.match(outcome.stderr, message);
  assert.equal(outcome.code, code);
  assert.equal(outcome.stdout, '');
}

describe('the server may be named', () => {
  test('by variables, with the token itself in one of them', async () => {
    const env = { PANCAKE_SERVER: server.url, PANCAKE_TOKEN: alice, PANCAKE_EXTENSION: 'shop' };
    const { code, stdout, stderr } = await pancake(['switches', 'enable', 'BANNER'], { env });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /BANNER/);
  });

  test('before or behind the command', async () => {
    const { code } = await pancake(['--server', server.url, '--token-file', file('alice'), '--extension', 'shop', 'overview']);
    assert.equal(code, 0);
  });

  test('but not together with a store, or to serve', async () => {
    await refused(remote(['overview', '--store', 'memory:']), 2, /--server and --store contradict/);
    await refused(remote(['overview', '--definitions', 'x.json']), 2, /--server and --definitions contradict/);
    await refused(pancake(['--server', server.url, 'serve']), 2, /takes no --server/);
  });

  test('and --store on the command line wins over PANCAKE_SERVER', async () => {
    const { code } = await pancake(['overview', '--store', 'memory:'], { env: { PANCAKE_SERVER: 'http://127.0.0.1:1' } });
    assert.equal(code, 0);
  });
});

describe('the log names the owner of the token', () => {
  test('whoever types the command', async () => {
    assert.equal((await remote(['flags', 'enable', 'CHECKOUT', '--reason', 'für alle'])).code, 0);
    const [entry] = JSON.parse((await remote(['log', '--json', '--limit', '1'])).stdout);
    assert.deepEqual([entry.who, entry.action, entry.name, entry.reason], ['api:alice', 'enable', 'CHECKOUT', 'für alle']);
  });

  test('and is read whole, however long it is', async () => {
    const changes = Array.from({ length: 400 }, (_, index) => ({ kind: 'switch', name: 'BANNER', action: index % 2 ? 'enable' : 'disable' }));
    for (let batch = 0; batch < 3; ++batch) {
      const answer = await fetch(`${server.url}/api/v1/extensions/shop/changes`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${alice}` },
        body: JSON.stringify({ changes }),
      });
      assert.equal(answer.status, 200, await answer.text());
    }
    const entries = JSON.parse((await remote(['log', '--json', '--limit', '5000'])).stdout);
    assert.ok(entries.length >= 1200, `${entries.length} entries`);
    assert.equal(entries.filter((/** @type {any} */ entry) => entry.name === 'BANNER' && entry.action === 'enable').length >= 600, true);
  });
});

test('a store that its server does not believe is shown with a warning', async () => {
  const held = await startOnLostStore(folder, ['--token-file', file('tokens')]);
  try {
    const listed = await remote(['flags', 'list'], { url: held.url });
    assert.equal(listed.code, 0);
    assert.match(listed.stdout, /CHECKOUT: No/);
    assert.match(listed.stderr, /^Warning: http:\S+ does not believe its store \(.+\) and serves what it had before; this is what the store holds\.\n$/);
    await refused(remote(['flags', 'enable', 'CHECKOUT'], { url: held.url }), 1, /the store is not believed/);
    assert.equal((await remote(['accept-store-state', '--yes'], { url: held.url })).stderr, '');
  } finally {
    await held.stop();
  }
});

describe('what is wrong is said in a line that helps', () => {
  test('a token that is missing, unknown, or not enough', async () => {
    await refused(remote(['overview'], { token: '' }), 1, /the token is missing, or the server does not know it.*--token-file/);
    await refused(remote(['overview'], { token: 'guessed' }), 1, /does not know it/);
    await refused(remote(['overview'], { token: 'bob' }), 1, /./);
    await refused(remote(['overview'], { token: 'nowhere' }), 1, /nowhere/);
    await refused(remote(['overview'], { token: 'tokens' }), 1, /hash of a token/);
  });

  test('a name that the server does not know', async () => {
    await refused(remote(['flags', 'enable', 'CHEKOUT']), 1, /Did you mean 'CHECKOUT'/);
    await refused(pancake(['overview', '--server', server.url, '--token-file', file('alice'), '--extension', 'shopp']), 1, /Did you mean 'shop'/);
  });

  test('a URL that is none', async () => {
    for (const url of ['127.0.0.1:8080', 'ftp://x', 'http://', 'http://x:99999', 'http://a b', 'http://user:secret@x', 'http://x?y']) {
      const outcome = await remote(['overview'], { url });
      assert.equal(outcome.code, 2, url);
      assert.match(outcome.stderr, /looks like https:\/\/HOST/);
      assert.doesNotMatch(outcome.stderr, /secret/);
    }
  });

  test('a host that nobody knows, and a port where nobody listens', async () => {
    await refused(remote(['overview'], { url: 'http://pancake.invalid', token: '' }), 1, /the host is not known/);
    await refused(remote(['overview'], { url: `http://127.0.0.1:${await freePort()}` }), 1, /cannot connect: Connection refused/);
  });

  test('a server of something else', async () => {
    await answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', async (url) => {
      await refused(remote(['overview'], { url }), 1, /is not that of a Pancake server/);
    });
    await answering('HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found', async (url) => {
      await refused(remote(['overview'], { url }), 1, /is no Pancake server.*404/);
    });
    await answering('220 mail ESMTP\r\n', async (url) => {
      await refused(remote(['overview'], { url }), 1, /does not answer as an HTTP server/);
    });
    await answering('', async (url) => {
      await refused(remote(['overview'], { url }), 1, /does not answer as an HTTP server/);
    });
    await refused(remote(['overview'], { url: `${server.url}/elsewhere` }), 1, /no admin API at this URL/);
  });

  test('TLS where there is none', async () => {
    await refused(remote(['overview'], { url: server.url.replace('http:', 'https:') }), 1, /does not speak TLS there; is it http:\/\//);
  });
});

/** A server that says one thing to everybody and hangs up. @param {string} bytes @param {(url: string) => Promise<void>} use */
async function answering(bytes, use) {
  const listener = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (listener.address());
  try {
    await use(`http://127.0.0.1:${address.port}`);
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
}
