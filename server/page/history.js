import { element } from './element.js';
import { happened, timeShown } from './words.js';

/** Who changed a feature, newest first. @param {() => Promise<any[] | undefined>} read */
export function createHistory(read) {
  const list = element('ol', { class: 'history' }, element('li', { class: 'quiet' }, 'Not read yet'));
  return {
    element: list,
    async refresh() {
      const entries = await read();
      if (!entries) return;
      list.replaceChildren(
        ...(entries.length === 0 ? [element('li', { class: 'quiet' }, 'Nobody changed it yet')] : entries.map(line)),
      );
    },
  };
}

function line(entry) {
  return element(
    'li',
    {},
    element('time', { datetime: entry.when }, timeShown(entry.when)),
    element('bdi', { class: 'who' }, entry.who || 'somebody'),
    element('span', {}, happened(entry)),
    entry.reason ? element('q', {}, entry.reason) : null,
  );
}
