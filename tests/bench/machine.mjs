// @ts-check
import { availableParallelism, cpus, loadavg } from 'node:os';

/**
 * What figures were measured on; `load` is the average of the last minute, over all cores.
 * @returns {{ cpu: string, cores: number, node: string, load: number }}
 */
export function machine() {
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), node: process.version, load: loadavg()[0] ?? 0 };
}

/** The same as one line. @param {ReturnType<typeof machine>} machine */
export function machineLine({ cpu, cores, node, load }) {
  return `${cores} × ${cpu}, Node.js ${node}, load ${load.toFixed(2)} at the start`;
}
