// Files that a page of another origin sends to the storage itself, in Chromium, with the CORS rules of docs/operations.md.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { test } from 'tap'
import { movie } from '../../core/src/features/media/fixtures/long-movie.ts'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import type { CorsRule } from '../../plugins/storage-s3/test/cors.ts'
import { startS3, type S3Server } from '../../plugins/storage-s3/test/s3-server.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
const mebibyte = 1_048_576

test(
  'a page sends a picture and a film to the storage itself, and reads them there; the storage refuses what was not announced',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const s3 = await startS3()
    t.teardown(() => s3.close())
    const app = await webApp(t)
    const { url: api } = await startWhole(t, { FRONTEND_URL: app, ...variablesOf(s3) })
    const { token, call } = await registered(api)
    const page = await openPage(t, found.path)
    await page.goto(`${app}/#${new URLSearchParams({ api, token }).toString()}`)
    const rules = await documentedRules(app)
    const sentTo = new Set<string>()
    page.on('request', (request) => {
      if (request.method() === 'PUT') sentTo.add(new URL(request.url()).origin)
    })
    const png = await picture('png', { width: 20, height: 10 })
    const chosen = { name: 'bicycle.png', mimeType: 'image/png', buffer: png }

    t.equal(await choose(page, chosen), 'failed: Failed to fetch', 'a bucket without rules')
    s3.corsRules = await documentedRules('http://elsewhere.example.com')
    t.equal(await choose(page, chosen), 'failed: Failed to fetch', 'rules for another web app')
    t.same(await s3.left(), { objects: [], uploads: 0 })

    s3.corsRules = rules
    // What was shown a moment ago lies in the browser's cache, without the headers that allow reading it.
    s3.lastModified = new Date(Date.now() - 86_400_000)
    t.match(await choose(page, chosen), /^read: \S+ image\/png (\d+) of \1$/)
    t.equal(
      await page.locator('img').evaluate((image) => Number(Reflect.get(image, 'naturalWidth'))),
      20,
      'and shows it',
    )
    s3.corsRules = rules.map((rule) => ({ ...rule, AllowedOrigins: [app] }))
    t.equal(
      await choose(page, chosen),
      'failed: Failed to fetch',
      'a page that was led to the storage has no origin there: reading has to be allowed to all',
    )
    t.equal((await s3.left()).objects.length, 4, 'both pictures and their thumbnails are stored')
    s3.corsRules = rules

    const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: movie(17 * mebibyte) }
    let broken = 0
    s3.fault = (request) =>
      /^PUT .*partNumber=2/.test(request) && (broken += 1) <= 2 ? { status: 503 } : undefined
    t.match(await choose(page, film), /^read: \S+ video\/mp4 17825792 of 17825792$/)
    t.equal(broken, 3, 'the second part broke in its middle twice, and was sent again')
    t.same([...sentTo], [s3.settings.endpoint], 'no bytes went through T21')

    const about = { filename: 'a.png', mimeType: 'image/png', size: png.length }
    const { data: whole } = await call('/media/uploads', about)
    const put = (url: string, type: string, size: number): Promise<number> =>
      page.evaluate(
        async ([address, contentType, length]) => {
          const headers = contentType === '' ? {} : { 'content-type': contentType }
          const body = new Uint8Array(length)
          return (await fetch(address, { method: 'PUT', headers, body })).status
        },
        [url, type, size] as const,
      )
    const before = (await s3.left()).objects
    t.equal(await put(whole.url, 'image/png', png.length + 1), 403, 'one byte more')
    t.equal(await put(whole.url, 'image/png', 40 * mebibyte), 403, 'much more')
    t.equal(await put(whole.url, 'image/png', png.length - 1), 403, 'one byte less')
    t.equal(await put(whole.url, 'text/html', png.length), 403, 'another type')
    const { data: parts } = await call('/media/uploads', {
      filename: 'film.mp4',
      mimeType: 'video/mp4',
      size: 9 * mebibyte,
      inParts: true,
    })
    const { data: signed } = await call(`/media/uploads/${parts.id}/parts`, { numbers: [2] })
    const [second] = signed.parts
    t.equal(await put(second?.url ?? '', '', mebibyte + 1), 403, 'a part with one byte more')
    t.equal(await put(second?.url ?? '', '', mebibyte), 200, 'the part that was announced')
    t.same((await s3.left()).objects, before, 'nothing of it is there')
    t.equal(await put(whole.url, 'image/png', png.length), 200, 'what was announced')
    await t.rejects(call(`/media/uploads/${whole.id}/complete`), /UNSUPPORTED_MEDIA/, 'only zeros')
    t.same((await s3.left()).objects, before, 'what is no picture is gone')
  },
)

/** Chooses a file, as a person does. @returns what the page says in the end */
async function choose(page: Page, file: Parameters<Page['setInputFiles']>[1]): Promise<string> {
  await page.setInputFiles('input', file)
  const status = page.getByRole('status')
  await status.filter({ hasText: /:/ }).waitFor()
  const words = await status.innerText()
  await page.setInputFiles('input', [])
  return words
}

/** The rules that operators are told to give the bucket, for a web app at this origin. */
async function documentedRules(app: string): Promise<readonly CorsRule[]> {
  const manual = await readFile(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const block = /### CORS of the bucket[^]*?```json\n([^]*?)```/.exec(manual)?.[1] ?? ''
  const rules = JSON.parse(block.replaceAll('https://app.example.com', app)) as {
    readonly CORSRules: readonly CorsRule[]
  }
  return rules.CORSRules
}

function variablesOf({ settings }: S3Server): Record<string, string> {
  return {
    T21_STORAGE: 's3',
    S3_BUCKET: settings.bucket,
    S3_ENDPOINT: settings.endpoint ?? '',
    S3_REGION: settings.region,
    S3_ACCESS_KEY_ID: settings.accessKeyId,
    S3_SECRET_ACCESS_KEY: settings.secretAccessKey,
    S3_FORCE_PATH_STYLE: 'true',
  }
}

interface Upload {
  readonly id: string
  readonly url: string
  readonly parts: readonly { readonly url: string }[]
}

/** Somebody with a token, for the page and for this test. */
async function registered(api: string): Promise<{
  readonly token: string
  call(path: string, body?: object): Promise<{ readonly data: Upload }>
}> {
  const send = async (path: string, body: object | undefined, token: string) => {
    const answer = await fetch(`${api}/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: token === '' ? '' : `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return JSON.parse(text) as { data: unknown }
  }
  const person = { email: 'ada@example.com', password: 'a-long-pass-phrase-of-ada', name: 'Ada' }
  const { tokens } = (await send('/auth/register', person, '')) as unknown as {
    readonly tokens: { readonly accessToken: string }
  }
  const token = tokens.accessToken
  return {
    token,
    call: async (path, body) => (await send(path, body, token)) as { readonly data: Upload },
  }
}

/** The web app, which is not T21's: at another site than the API and the storage, which are at 127.0.0.1. */
async function webApp(t: { teardown(work: () => unknown): unknown }): Promise<string> {
  const html = await readFile(join(import.meta.dirname, 'upload-page.html'))
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}
