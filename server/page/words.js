/** A state as people say it. @param {string} kind @param {boolean | number | null | undefined} value */
export function shown(kind, value) {
  if (value === null || value === undefined) return 'not set';
  if (kind === 'sample') return `${value} %`;
  return value ? 'on' : 'off';
}

/** What counts for everybody: the state, else the default. */
export function effective(feature) {
  return feature.state ?? feature.default;
}

/** Whether somebody decided something else than the definition says. */
export function isChanged(feature) {
  return feature.state !== null || feature.override_count > 0 || Boolean(feature.problem);
}

/** Which feature: a name may be a switch's and a flag's. */
export function keyOf(feature) {
  return `${feature.kind} ${feature.name}`;
}

/** What an entry of the log says happened, without who and when. */
export function happened(entry) {
  const of = entry.group === undefined ? '' : ` for ${entry.group} ${quoted(entry.id ?? entry.id_hex ?? '')}`;
  const to = stored(entry.kind, entry.to);
  const from = entry.from === undefined ? '' : `, was ${stored(entry.kind, entry.from)}`;
  if (entry.action === 'define') return `defined${from === '' || entry.from === null ? '' : ' anew'}`;
  if (entry.action === 'undefine') return 'undefined';
  if (entry.action?.startsWith('clear_all')) return `all overrides of ${entry.group} cleared`;
  if (entry.to === null || entry.action?.startsWith('clear')) return `cleared${of}${from}`;
  return `set to ${to}${of}${from}`;
}

function quoted(id) {
  return `“${id}”`;
}

function stored(kind, text) {
  if (text === null || text === undefined) return 'not set';
  if (kind === 'sample') return `${text} %`;
  if (text === '1') return 'on';
  return text === '0' ? 'off' : String(text);
}

/** "14:03:12" today, else with the date. @param {string} when */
export function timeShown(when) {
  const time = new Date(when);
  if (Number.isNaN(time.getTime())) return when;
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString() : time.toLocaleString();
}
