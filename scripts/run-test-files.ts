import { setTimeout as sleep } from 'node:timers/promises'
import tap from 'tap'

/**
 * Runs test files one after the other in this process, as if each had one of its own: the next one is loaded when the tests of
 * the one before are over, and what that was to end with it (`tap.teardown`) has ended.
 *
 * @param urls the addresses of the modules
 */
export async function runTestFiles(urls: readonly string[]): Promise<void> {
  // It would go on for the tests of the files to come.
  const refuse = () => {
    throw new Error(
      'Files share this process: call beforeEach and afterEach of a test, not of tap.',
    )
  }
  Object.assign(tap, { beforeEach: refuse, afterEach: refuse })
  for (const url of urls) {
    const endings: (() => unknown)[] = []
    // tap itself would end with the first file: once it has something to tear down, it ends when no test is left.
    Object.assign(tap, { teardown: (work: () => unknown) => void endings.unshift(work) })
    try {
      await import(url)
      await testsAreOver()
    } catch (error) {
      tap.fail(`${url} can be loaded`, error as Error)
    }
    for (const end of endings) await end()
  }
}

async function testsAreOver(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await sleep(1)
    if (!tap.idle) quiet = 0
  }
}
