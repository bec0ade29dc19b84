// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { seeded } from '../support/seeded.mjs';
import { internal } from './support/internals.mjs';

/** @type {any} */
let EventStreamReader;

before(async () => {
  ({ EventStreamReader } = await internal('event_stream'));
});

/** All fields of a text that comes in these pieces. @param {string[]} pieces */
function read(...pieces) {
  const reader = new EventStreamReader();
  return pieces.flatMap((piece) => reader.read(piece)).map((/** @type {any} */ field) => `${field.name} ${field.value}`);
}

const event = 'id: 7\ndata: {"type":"refetchEvaluation","extension":"pancake","revision":7}\n\n';

test('an event says its revision by its id', () => {
  assert.deepEqual(read(event), ['id 7']);
  assert.deepEqual(read('id:8\n\n'), ['id 8']);
});

test('comments, other fields, and ids that are no revisions say nothing', () => {
  assert.deepEqual(read(':\n\n: id: 3\n\ndata: id: 4\nevent: id\nid\nid:\nid: x\nid: 5x\n id: 6\nid: -1\nid: 1.5\n\n'), []);
});

test('retry is read, and lines may end in any of the three ways', () => {
  assert.deepEqual(read('retry: 5000\r\n\r\nid: 1\r\rid: 2\n\n'), ['retry 5000', 'id 1', 'id 2']);
});

test('however the text is cut, the same is read', () => {
  const text = `:\n\n${event}retry: 9\r\n${event.replaceAll('7', '123456789012345')}id: 1`;
  const seed = Date.now() % 2 ** 32;
  console.log(`seed ${seed}`);
  const random = seeded(seed);
  for (let i = 0; i < 2_000; ++i) {
    const pieces = [];
    for (let rest = text; rest !== ''; ) {
      const length = 1 + Math.floor(random() * 12);
      pieces.push(rest.slice(0, length));
      rest = rest.slice(length);
    }
    assert.deepEqual(read(...pieces), ['id 7', 'retry 9', 'id 123456789012345'], pieces.join('|'));
  }
});

test('a line that does not end takes no memory', () => {
  const reader = new EventStreamReader();
  const piece = 'x'.repeat(1 << 20);
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 200; ++i) assert.deepEqual(reader.read(piece), []);
  assert.ok(process.memoryUsage().heapUsed - before < 100 << 20);
  assert.deepEqual(reader.read('\nid: 3\n').map((/** @type {any} */ field) => field.value), [3]);
});
