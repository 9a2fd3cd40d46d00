import { setTimeout as delay } from 'node:timers/promises'

/** Waits, in milliseconds, without keeping a process alive whose sandbox has been closed. */
export async function wait(milliseconds: number): Promise<void> {
  await delay(milliseconds, undefined, { ref: false })
}
