// @ts-check
//
// HTTP/1.1 requests made at random from the grammar of RFC 9112 and RFC 9110: good ones, and ones
// in which exactly one rule is broken. A text holds one byte a character (latin1).

/**
 * @typedef {() => number} Random a number in [0, 1)
 * @typedef {{ name: string, before: string, value: string, after: string }} Field
 * @typedef {{ size: string, extension: string, data: string }} Chunk
 * @typedef {object} Parts
 * @property {string} method
 * @property {string} target
 * @property {string} version
 * @property {string} host
 * @property {Field[]} fields
 * @property {string} data what the body says, '' without one
 * @property {'none' | 'counted' | 'chunked'} framing
 * @property {Chunk[]} chunks
 * @property {Field[]} trailer
 */

/** @typedef {{ text: string, path: string, body: string }} GoodRequest */
/** @typedef {{ rule: string, statuses: number[], text: string }} BadRequest */

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const tokenMarks = "!#$%&'*+-.^_`|~";
const separators = '(),/;<=>?@[\\]{}"';
const targetNever = '"<>\\^`{|}[]';

/** Choices made with one source of randomness. @param {Random} random */
function choices(random) {
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  /** @template T @param {ArrayLike<T>} list @returns {T} */
  const pick = (list) => /** @type {T} */ (list[below(list.length)]);
  const chance = (/** @type {number} */ p) => random() < p;
  const text = (/** @type {string} */ alphabet, /** @type {number} */ least, /** @type {number} */ most) =>
    Array.from({ length: least + below(most - least + 1) }, () => pick(alphabet)).join('');
  /** Puts `piece` somewhere into `whole`, not at its ends. */
  const insert = (/** @type {string} */ whole, /** @type {string} */ piece) => {
    const at = 1 + below(Math.max(1, whole.length - 1));
    return whole.slice(0, at) + piece + whole.slice(at);
  };
  /** Upper and lower case at random. */
  const anyCase = (/** @type {string} */ word) =>
    [...word].map((c) => (chance(0.5) ? c.toUpperCase() : c.toLowerCase())).join('');
  const token = () => text(letters + digits + tokenMarks, 1, 12);
  const blanks = () => text(' \t', 0, 2);
  const control = () => String.fromCharCode(pick([...Array.from({ length: 32 }, (_, i) => i), 127].filter((c) => ![9, 10, 13].includes(c))));
  const eightBit = () => String.fromCharCode(128 + below(128));
  return { below, pick, chance, text, insert, anyCase, token, blanks, control, eightBit };
}

/** @param {Field} field */
const fieldLine = ({ name, before, value, after }) => `${name}:${before}${value}${after}\r\n`;

/** @param {Parts} parts */
function lines(parts) {
  const body = parts.framing === 'counted' ? parts.data : parts.framing === 'chunked' ? chunkedText(parts) : '';
  return { first: `${parts.method} ${parts.target} ${parts.version}\r\n`, fields: parts.fields.map(fieldLine), body };
}

/** @param {Parts} parts */
function chunkedText({ chunks, trailer }) {
  const written = chunks.map(({ size, extension, data }) => `${size}${extension}\r\n${data}${Number(`0x${size}`) > 0 ? '\r\n' : ''}`);
  return `${written.join('')}${trailer.map(fieldLine).join('')}\r\n`;
}

/** @param {Parts} parts */
function write(parts) {
  const { first, fields, body } = lines(parts);
  return `${first}${fields.join('')}\r\n${body}`;
}

/** A request in which every rule is kept. @param {Random} random @param {Parts['framing']} [framing] @returns {Parts} */
function goodParts(random, framing) {
  const { below, pick, chance, text, anyCase, token, blanks } = choices(random);
  const visible = letters + digits + "-._~!$&'()*+,;=:@/";
  const escape = () => `%${text(digits + 'abcdefABCDEF', 2, 2)}`;
  const piece = () => (chance(0.2) ? escape() : text(visible, 0, 6));
  const path = `/${piece()}${piece()}${piece()}`.replace(/^\/\/+/, '/');
  const query = chance(0.5) ? `?${piece()}${piece()}${chance(0.2) ? '?' : ''}${piece()}` : '';
  const name = text(letters + digits, 1, 8) + (chance(0.3) ? `.${text(letters + digits + '-_~', 1, 8)}` : '');
  const address = [below(256), below(256), below(256), below(256)].join('.');
  const host = pick([name, address, '[::1]', `[2001:db8::${text('0123456789abcdef', 1, 4)}]`]) + (chance(0.5) ? `:${1 + below(65535)}` : '');
  const target = chance(0.2) ? `${anyCase('http')}://${anyCase(host)}${chance(0.3) && query === '' ? '' : path}${query}` : `${path}${query}`;
  const kind = framing ?? pick(/** @type {const} */ (['none', 'none', 'counted', 'chunked']));
  const data = kind === 'none' ? '' : text(`${letters}\r\n: ;\0${String.fromCharCode(200, 255)}`, 1, 40);

  /** @type {(name: string, value: string) => Field} */
  const field = (fieldName, value) => ({ name: anyCase(fieldName), before: blanks(), value, after: blanks() });
  const word = () => text(`${letters}${digits} ${separators}${String.fromCharCode(160, 228, 255)}`, 0, 20).trim();
  const others = Array.from({ length: below(5) }, () => field(`X-${token()}`, word()));
  const fields = [field('Host', anyCase(host)), ...others];
  if (kind === 'counted') fields.push(field('Content-Length', `${'0'.repeat(below(3))}${data.length}`));
  if (kind === 'chunked') fields.push(field('Transfer-Encoding', anyCase('chunked')));
  if (chance(0.2)) fields.push(field('Connection', pick(['keep-alive', 'Keep-Alive', 'x, keep-alive'])));
  fields.sort(() => random() - 0.5);

  const extension = () => (chance(0.3) ? pick([`;${token()}`, `;${token()}=${token()}`, ` ; ${token()} = "${text(letters, 0, 4)}\\"x"`]) : '');
  const size = (/** @type {number} */ n) => '0'.repeat(below(2)) + anyCase(n.toString(16));
  /** @type {Chunk[]} */
  const chunks = [];
  for (let rest = data; rest.length > 0; ) {
    const part = rest.slice(0, 1 + below(rest.length));
    chunks.push({ size: size(part.length), extension: extension(), data: part });
    rest = rest.slice(part.length);
  }
  chunks.push({ size: '0'.repeat(1 + below(3)), extension: extension(), data: '' });
  const trailer = chance(0.3) ? [field(`X-${token()}`, word())] : [];
  const method = kind === 'none' ? pick(['GET', 'GET', 'HEAD', 'OPTIONS', 'DELETE', 'PURGE']) : pick(['POST', 'PUT', 'PATCH']);
  return { method, target, version: 'HTTP/1.1', host, fields, data, framing: kind, chunks, trailer };
}

/** The path of a well-formed target. @param {string} target */
function pathOf(target) {
  const behind = target.replace(/^https?:\/\/[^/?]*/i, '');
  const path = behind.replace(/\?.*$/s, '');
  return path === '' ? '/' : path;
}

/** @param {Random} random @returns {GoodRequest} */
export function goodRequest(random) {
  const parts = goodParts(random);
  return { text: write(parts), path: pathOf(parts.target), body: parts.data };
}

/**
 * One way to break a rule: it changes the parts, or gives the whole text.
 * @typedef {object} Break
 * @property {Parts['framing']} [framing] of the request that is broken; any when left out
 * @property {number[]} [statuses] 400 when left out
 * @property {boolean} [large] its requests are too long to be kept in a file
 * @property {(parts: Parts, choose: ReturnType<typeof choices>) => string | void} apply
 */

/** @param {Parts} parts @param {string} name */
const named = (parts, name) => /** @type {Field} */ (parts.fields.find((field) => field.name.toLowerCase() === name));
/** @param {string} name @param {string} value @returns {Field} */
const plain = (name, value) => ({ name, before: ' ', value, after: '' });
/** Puts a field at a random place. @param {Parts} parts @param {ReturnType<typeof choices>} choose @param {Field} field */
function addField(parts, choose, field) {
  parts.fields.splice(choose.below(parts.fields.length + 1), 0, field);
}
/** Joins the lines of the head with one of them changed. @param {Parts} parts @param {number} at @param {(line: string) => string} change */
function withLine(parts, at, change) {
  const { first, fields, body } = lines(parts);
  const head = [first, ...fields];
  head[at] = change(head[at] ?? '');
  return `${head.join('')}\r\n${body}`;
}
/** @param {Parts} parts @param {ReturnType<typeof choices>} choose */
const anyLine = (parts, choose) => choose.below(1 + parts.fields.length);
const fieldAt = (/** @type {Parts} */ parts, /** @type {ReturnType<typeof choices>} */ choose) => 1 + choose.below(parts.fields.length);

/** @type {Record<string, Break>} */
export const breaks = {
  'a line that ends with LF': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => line.replace('\r\n', '\n')) },
  'a line that ends with CR': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => line.replace('\r\n', '\r')) },
  'a CR within a line': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => `${c.insert(line.slice(0, -2), '\r')}\r\n`) },
  'two CR before LF': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => line.replace('\r\n', '\r\r\n')) },
  'an end of the head without CR': {
    apply: (parts) => {
      const { first, fields, body } = lines(parts);
      return `${first}${fields.join('')}\n${body}`;
    },
  },
  'a control character in a field': { apply: (parts, c) => withLine(parts, fieldAt(parts, c), (line) => `${c.insert(line.slice(0, -2), c.control())}\r\n`) },
  'an 8-bit octet in a name': { apply: (parts, c) => addField(parts, c, plain(c.insert(`X${c.token()}`, c.eightBit()), 'x')) },
  'a separator in a name': { apply: (parts, c) => addField(parts, c, plain(c.insert(`X${c.token()}`, c.pick(separators)), 'x')) },
  'a blank before the colon': { apply: (parts, c) => withLine(parts, fieldAt(parts, c), (line) => line.replace(':', `${c.pick([' ', '\t', '  '])}:`)) },
  'a field without a colon': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => `${line}${c.token()}\r\n`) },
  'a field without a name': { apply: (parts, c) => addField(parts, c, plain('', c.token())) },
  'a folded field': { apply: (parts, c) => withLine(parts, fieldAt(parts, c), (line) => `${line}${c.pick([' ', '\t'])}${c.token()}\r\n`) },
  'a blank before the first field': { apply: (parts, c) => withLine(parts, 1, (line) => c.pick([' ', '\t']) + line) },
  'a blank line with blanks': { apply: (parts, c) => withLine(parts, anyLine(parts, c), (line) => `${line}${c.pick([' ', '\t'])}\r\n`) },

  'no Host': { apply: (parts) => void (parts.fields = parts.fields.filter((field) => field.name.toLowerCase() !== 'host')) },
  'Host twice': { apply: (parts, c) => addField(parts, c, plain(c.anyCase('Host'), c.pick([parts.host, c.text(letters, 1, 9), '']))) },
  'an empty Host': { apply: (parts) => void (named(parts, 'host').value = '') },
  'a Host with a wrong character': {
    apply: (parts, c) => void (named(parts, 'host').value = c.insert(c.text(letters, 3, 9), c.pick([...'/?#@,"<>\\^`{|}[] ', '\t', c.eightBit()]))),
  },
  'a Host with a wrong port': {
    apply: (parts, c) => void (named(parts, 'host').value = `${c.text(letters, 1, 9)}:${c.pick([`${65536 + c.below(1e6)}`, `-${c.below(9)}`, `+${c.below(99)}`, `8${c.pick(letters)}`, '80:80', '0x50'])}`),
  },
  'a Host with a wrong IP literal': {
    apply: (parts, c) => void (named(parts, 'host').value = c.pick([`[${c.text(digits, 1, 4)}`, '[::1', `[::${c.text('ghijk', 1, 3)}]`, '[]', `[::1]${c.text(letters, 1, 3)}`, `[fe80::1%${c.text(letters, 1, 4)}]`, '::1'])),
  },
  'a Host with a broken escape': { apply: (parts, c) => void (named(parts, 'host').value = `a%${c.pick(['', '2', 'g0', '0g'])}`) },
  'another Host than in the target': { apply: (parts, c) => void (parts.target = `http://${c.text(letters, 20, 22)}/`) },

  'no version': { apply: (parts) => withLine(parts, 0, () => `${parts.method} ${parts.target}\r\n`) },
  'an unknown version': { statuses: [505], apply: (parts, c) => void (parts.version = c.pick([`HTTP/1.${2 + c.below(8)}`, `HTTP/${2 + c.below(8)}.${c.below(10)}`, `HTTP/0.${c.below(10)}`])) },
  'a malformed version': {
    apply: (parts, c) => void (parts.version = c.pick(['http/1.1', 'HTTP/1', 'HTTP/1.', 'HTTP/.1', 'HTTP/01.1', 'HTTP/1.10', 'HTTP/1,1', 'HTTP1.1', 'HTTP\\1.1', `H${c.token()}/1.1`, `HTTP/1.${c.pick(letters)}`, 'HTTP/+1.1', `${c.token()}`])),
  },
  'blanks around the parts of the first line': {
    apply: (parts, c) => withLine(parts, 0, () => {
      const { method, target, version } = parts;
      const gap = c.pick(['  ', '\t', ' \t', '\x0b', '   ']);
      return c.pick([`${method}${gap}${target} ${version}\r\n`, `${method} ${target}${gap}${version}\r\n`, `${gap}${method} ${target} ${version}\r\n`, `${method} ${target} ${version}${gap}\r\n`]);
    }),
  },
  'more parts in the first line': { apply: (parts, c) => void (parts.version = `${c.token()} ${parts.version}`) },
  'a method with a wrong character': { apply: (parts, c) => void (parts.method = c.insert('PATCH', c.pick([c.pick(separators), c.control(), c.eightBit()]))) },
  'a method that is too long': { statuses: [501], apply: (parts, c) => void (parts.method = c.text(letters, 33, 60)) },
  'CONNECT': { statuses: [501], framing: 'none', apply: (parts, c) => void Object.assign(parts, { method: 'CONNECT', target: `${c.text(letters, 1, 9)}:${1 + c.below(65535)}` }) },
  'CONNECT to a path': { framing: 'none', apply: (parts) => void Object.assign(parts, { method: 'CONNECT', target: '/' }) },

  'a target that is no path': { apply: (parts, c) => void (parts.target = c.pick([c.text(letters, 1, 9), `${c.text(letters, 1, 6)}:${c.below(65535)}`, `?${c.text(letters, 1, 5)}`, `.${c.text('/abc', 1, 5)}`, `%2f${c.text(letters, 1, 5)}`])) },
  'an asterisk for no OPTIONS': { apply: (parts, c) => void Object.assign(parts, { method: c.pick(['GET', 'POST', 'HEAD', 'options']), target: '*' }) },
  'more than an asterisk': { framing: 'none', apply: (parts, c) => void Object.assign(parts, { method: 'OPTIONS', target: `*${c.text('*/?ab', 1, 4)}` }) },
  'a target with a fragment': { apply: (parts, c) => void (parts.target = `/${c.text(letters, 0, 5)}#${c.text(letters, 0, 5)}`) },
  'a target with a wrong character': { apply: (parts, c) => void (parts.target = `/${c.text(`${letters}/`, 0, 4)}${c.chance(0.4) ? '?' : ''}${c.pick(targetNever)}${c.text(letters, 0, 4)}`) },
  'a target with an 8-bit octet': { apply: (parts, c) => void (parts.target = `/${c.text(`${letters}/?`, 0, 6)}${c.eightBit()}${c.text(letters, 0, 4)}`) },
  'a target with a control character': { apply: (parts, c) => void (parts.target = `/${c.text(`${letters}/?`, 0, 6)}${c.control()}${c.text(letters, 0, 4)}`) },
  'a target with a broken escape': { apply: (parts, c) => void (parts.target = `/${c.text(`${letters}/?`, 0, 6)}%${c.pick(['', '%', '4', 'g0', '0g', 'u0041', ' '])}`) },
  'a target with a user': { apply: (parts, c) => void (parts.target = `http://${c.text(letters, 1, 5)}@${parts.host}/`) },
  'a target without a host': { apply: (parts, c) => void (parts.target = c.pick(['http://', 'http:///', `http:///${c.text(letters, 1, 5)}`, 'http://?a', `http://:${c.below(65536)}/`])) },
  'a target of another scheme': { apply: (parts, c) => void (parts.target = `${c.pick(['ftp', 'file', 'ws', 'httpx', c.text('bcdefg', 1, 5)])}://${parts.host}/`) },

  'a Content-Length that is no number': {
    framing: 'counted',
    apply: (parts, c) => {
      const n = parts.data.length;
      named(parts, 'content-length').value = c.pick([`+${n}`, `-${n}`, `0x${n.toString(16)}`, `${n}.0`, `${n},${n}`, `${n}, ${n}`, `${n} ${n}`, '', `${n}${c.pick(letters)}`, `"${n}"`, `${n};`, `${n}e0`, `1_0`, `${n}${c.eightBit()}`]);
    },
  },
  'a Content-Length that no body reaches': { framing: 'counted', statuses: [400, 413], apply: (parts, c) => void (named(parts, 'content-length').value = c.text('123456789', 6, 40)) },
  'Content-Length twice': { framing: 'counted', apply: (parts, c) => addField(parts, c, plain(c.anyCase('Content-Length'), c.pick([`${parts.data.length}`, `${c.below(99)}`, '']))) },
  'Content-Length beside chunks': { framing: 'chunked', apply: (parts, c) => addField(parts, c, plain(c.anyCase('Content-Length'), `${c.below(99)}`)) },
  'a Transfer-Encoding beside Content-Length': { framing: 'counted', apply: (parts, c) => addField(parts, c, plain(c.anyCase('Transfer-Encoding'), c.pick(['chunked', 'identity', 'gzip', '', 'xchunked']))) },
  'a Transfer-Encoding that is not plain': {
    framing: 'chunked',
    apply: (parts, c) => void (named(parts, 'transfer-encoding').value = c.pick([
      `${c.pick(['gzip', 'identity', 'deflate', c.text(letters, 1, 5)])}${c.pick([',', ', ', ' ,'])}chunked`,
      `chunked${c.pick([',', ', ', ' ,\t'])}${c.pick(['gzip', 'chunked', 'identity', ''])}`, '"chunked"', '', `chunked;${c.token()}`, ',chunked', `chunked ${c.token()}`, `chunked${c.eightBit()}`, `${c.eightBit()}chunked`])),
  },
  'an unknown Transfer-Encoding': { framing: 'chunked', statuses: [501], apply: (parts, c) => void (named(parts, 'transfer-encoding').value = c.pick(['gzip', 'identity', 'xchunked', 'chunkedx', 'x-chunked', c.text(letters, 8, 12)])) },
  'Transfer-Encoding twice': { framing: 'chunked', apply: (parts, c) => addField(parts, c, plain(c.anyCase('Transfer-Encoding'), c.pick(['chunked', 'identity', 'gzip', '']))) },
  'Transfer-Encoding in HTTP/1.0': { framing: 'chunked', apply: (parts) => void (parts.version = 'HTTP/1.0') },

  'a chunk size that is no number': {
    framing: 'chunked',
    apply: (parts, c) => {
      const chunk = c.pick(parts.chunks);
      chunk.extension = '';
      chunk.size = c.pick([`0x${chunk.size}`, `+${chunk.size}`, `-${chunk.size}`, ` ${chunk.size}`, `${chunk.size} `, `${chunk.size}\t`, '', `g${chunk.size}`, `${chunk.size}h`, `${chunk.size}.0`, `${chunk.size},0`, `${chunk.size} ${chunk.size}`, `\0${chunk.size}`, `${chunk.size}${c.eightBit()}`]);
    },
  },
  'a chunk size beyond all limits': { framing: 'chunked', statuses: [413], apply: (parts, c) => void (c.pick(parts.chunks).size = c.pick([c.text('123456789abcdefABCDEF', 5, 40), `1${'0'.repeat(16)}`, `1${'0'.repeat(8)}${c.below(9)}`, 'ffffffffffffffff', '7fffffff', '10001'])) },
  'a chunk that is longer than it says': { framing: 'chunked', apply: (parts, c) => void (/** @type {Chunk} */ (parts.chunks[0]).data += c.text(letters, 1, 9)) },
  'a chunk that does not end with CRLF': { framing: 'chunked', apply: (parts, c) => write(parts).replace(/\r\n\r\n[^]*$/, (all) => {
    const { size, extension, data } = /** @type {Chunk} */ (parts.chunks[0]);
    return `\r\n\r\n${size}${extension}\r\n${data}${c.pick(['\n', '\r\r', '\n\r', 'x\n', ''])}0\r\n\r\n${all.slice(0, 0)}`;
  }) },
  'a chunk line that ends with LF': { framing: 'chunked', apply: (parts) => `${write({ ...parts, chunks: [], trailer: [] }).slice(0, -2)}${parts.chunks[0]?.size}\n${parts.chunks[0]?.data}\n0\n\n` },
  'a chunk line with a CR in it': { framing: 'chunked', apply: (parts, c) => void (c.pick(parts.chunks).extension = `;${c.token()}\r${c.token()}`) },
  'a malformed chunk extension': {
    framing: 'chunked',
    apply: (parts, c) => void (c.pick(parts.chunks).extension = c.pick([';', `;${c.token()}=`, ';=x', `;${c.token()} `, ';;x', `;x="${c.token()}`, ';x=""y', `;x=${c.pick(separators)}`, `;x=a b`, `;${c.control()}`, `;x="${c.control()}"`, ` x`, `;x=a=b`, `=${c.token()}`])),
  },
  'a chunk extension that is too long': { framing: 'chunked', apply: (parts, c) => void (c.pick(parts.chunks).extension = `;${c.text(letters, 260, 300)}`) },
  'a malformed trailer': { framing: 'chunked', apply: (parts, c) => {
    const line = c.pick([`${c.token()}\r\n`, `${c.token()} : x\r\n`, `: x\r\n`, ` X: x\r\n`, `X: x\r\n ${c.token()}\r\n`, `X: ${c.control()}\r\n`, `X${c.pick(separators)}: x\r\n`, 'X: x\n', 'X: a\rb\r\n']);
    return `${write({ ...parts, trailer: [] }).slice(0, -2)}${line}\r\n`;
  } },
  'a field of the head in the trailer': { framing: 'chunked', apply: (parts, c) => void parts.trailer.push(plain(c.anyCase(c.pick(['Host', 'Content-Length', 'Transfer-Encoding', 'Authorization', 'Cookie', 'Expect', 'TE', 'Trailer', 'Content-Type', 'Connection'])), c.token())) },
  'an expectation that nobody meets': { statuses: [417], apply: (parts, c) => addField(parts, c, plain(c.anyCase('Expect'), c.pick([c.token(), '', '100', '100-continue, 100-continue', '100-continue;x', `200-${c.token()}`]))) },
  'two empty lines before': { apply: (parts) => `\r\n\r\n${write(parts)}` },
  'half an empty line before': { apply: (parts, c) => `${c.pick(['\n', '\r', '\r\r\n', ' \r\n', '\0'])}${write(parts)}` },
  'a word of another protocol': { statuses: [400, 505], apply: (parts, c) => c.pick([`\x16\x03\x01${c.eightBit()}`, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', `${c.control()}${write(parts)}`, `SSH-2.0-${c.token()}\r\n`, `{"${c.token()}":1}\r\n`]) },

  'a target that is too long': { large: true, statuses: [414], apply: (parts, c) => void (parts.target = `/${c.text(letters, 8000, 9000)}`) },
  'a target without an end': { large: true, statuses: [414], apply: (_, c) => `GET /${c.text(letters, 8000, 9000)}` },
  'a head that is too long': { large: true, statuses: [431], apply: (parts, c) => { for (let i = 0; i < 3; ++i) addField(parts, c, plain('X', c.text(letters, 6000, 7000))); } },
  'too many fields': { large: true, statuses: [431], apply: (parts, c) => { for (let i = 0; i <= 100; ++i) addField(parts, c, plain('X', c.text(letters, 0, 3))); } },
  'a body that is too long': { large: true, framing: 'counted', statuses: [413], apply: (parts, c) => { parts.data = 'x'.repeat(65_537 + c.below(99)); named(parts, 'content-length').value = `${parts.data.length}`; } },
  'chunks that are too long together': { large: true, framing: 'chunked', statuses: [413], apply: (parts) => void (parts.chunks = Array.from({ length: 20 }, () => ({ size: 'fff', extension: '', data: 'y'.repeat(4095) }))) },
  'a trailer that is too long': { large: true, framing: 'chunked', statuses: [431], apply: (parts, c) => { for (let i = 0; i < 5; ++i) parts.trailer.push(plain(`X${i}`, c.text(letters, 1000, 1100))); } },
};

/** A request in which the named rule is broken. @param {string} rule @param {Random} random @returns {BadRequest} */
export function badRequest(rule, random) {
  const { framing, statuses = [400], apply } = /** @type {Break} */ (breaks[rule]);
  const parts = goodParts(random, framing);
  const text = apply(parts, choices(random));
  return { rule, statuses, text: text ?? write(parts) };
}

/**
 * At least `count` different bad requests, of all rules in turn.
 * @param {Random} random @param {number} count @param {boolean} withLarge @returns {BadRequest[]}
 */
export function badRequests(random, count, withLarge) {
  /** @type {Map<string, BadRequest>} */
  const found = new Map();
  const rules = Object.keys(breaks).filter((rule) => withLarge || !breaks[rule]?.large);
  while (found.size < count) {
    for (const rule of rules) {
      const bad = badRequest(rule, random);
      found.set(bad.text, bad);
    }
  }
  return [...found.values()];
}
