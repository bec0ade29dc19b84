/** What is kept of a line that does not end: no field that counts is longer. */
const longestLine = 1_000;

/** What a field of an event stream says; numbers are all that Pancake's servers say by `id` and `retry`. */
export interface Field {
  name: 'id' | 'retry';
  value: number;
}

/**
 * Reads the fields of server-sent events from text that comes in pieces. An event's data repeats its
 * id, the revision, so a line is enough to act on: nothing waits for the blank line behind it.
 */
export class EventStreamReader {
  #rest = '';

  /** The fields of the lines that this piece ends. Comments and other fields are left out. */
  read(text: string): Field[] {
    const lines = (this.#rest + text).split(/[\r\n]/);
    this.#rest = lines.pop()?.slice(-longestLine) ?? '';
    return lines.flatMap((line) => {
      const [, name, value] = /^(id|retry): ?(\d+)$/.exec(line) ?? [];
      return name ? [{ name: name as Field['name'], value: Number(value) }] : [];
    });
  }
}
