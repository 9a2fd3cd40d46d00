import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

interface Teardown {
  teardown(work: () => unknown): unknown
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Where a Chromium is, or why there is none: `CHROMIUM_PATH`, or else the first on the path. With `TEST_BROWSER=required`, as CI
 * says, its absence is a failure and no reason to skip.
 *
 * @throws Error where a browser is required and there is none
 */
export async function findChromium(): Promise<
  { readonly path: string } | { readonly skip: string }
> {
  const given = process.env['CHROMIUM_PATH']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates =
    given === undefined
      ? folders.flatMap((folder) => names.map((name) => join(folder, name)))
      : [given]
  for (const path of candidates) {
    if (await isExecutable(path)) return { path }
  }
  const skip =
    'No Chromium is installed: the tests in a browser are skipped. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.'
  if (process.env['TEST_BROWSER'] === 'required') throw new Error(skip)
  return { skip }
}

/** Opens a window that fails the test where a page throws. @param path of the browser, from {@link findChromium} */
export async function openPage(
  t: Teardown & { fail(message: string): unknown },
  path: string,
): Promise<Page> {
  const browser: Browser = await chromium.launch({
    executablePath: path,
    // As root, as in a container, Chromium has no sandbox of its own; the pages are ours.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  t.teardown(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(60_000)
  page.on('pageerror', (error) => t.fail(`The page threw: ${error.message}`))
  return page
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
