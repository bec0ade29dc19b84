// @ts-check
import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of CPU time that all threads of these processes had, the kernel's for them included. @param {readonly number[]} pids */
export function cpuSeconds(pids) {
  let nanoseconds = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    }
  }
  return nanoseconds / 1e9;
}

/**
 * Bytes of memory that the process has for itself (not mapped from files), and that the kernel has
 * for sockets and its other structures, of all processes.
 * @param {number} pid
 */
export function memoryOf(pid) {
  const kilobytes = (/** @type {string} */ file, /** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1]) * 1024;
  return { own: kilobytes(`/proc/${pid}/status`, 'RssAnon'), kernel: kilobytes('/proc/meminfo', 'Slab') };
}
