// @ts-check

/** Why a runtime cannot be had on this machine. */
export class NotHad extends Error {}
