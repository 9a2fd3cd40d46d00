import { markup, type Html } from './html.ts'

/** A page of the sandbox. */
export interface Page {
  readonly title: string
  readonly current: 'wall' | 'outbox'
  readonly lead: string
  /** How far the sandbox's time is ahead, in seconds. */
  readonly aheadSeconds: number
  /** What stands beside the title. */
  readonly tools?: Html | false
  readonly body: Html
}

const styles = [
  'sandbox.css',
  'columns.css',
  'posts.css',
  'media.css',
  'cards.css',
  'upright.css',
  'looks.css',
] as const

/** The frame that all pages have. */
export function pageView({ title, current, lead, aheadSeconds, tools = false, body }: Page): Html {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · T21 sandbox</title>
        <link rel="icon" href="/_assets/icon.svg" />
        ${styles.map((name) => markup`<link rel="stylesheet" href="/_assets/${name}" />`)}
        <script src="/_assets/sandbox.js" type="module"></script>
      </head>
      <body class="page-${current}">
        <header class="top">
          <div class="top-inner">
            <a class="brand" href="/">
              <img src="/_assets/icon.svg" alt="" width="28" height="28" />T21 sandbox
            </a>
            <nav aria-label="Pages">
              ${navigationLink('/', 'Wall', current === 'wall')}
              ${navigationLink('/outbox', 'Outbox', current === 'outbox')}
            </nav>
            <span class="live" id="live" role="status" hidden>Live</span>
          </div>
        </header>
        <main>
          <div class="intro">
            <div>
              <h1>${title}</h1>
              <p>${lead}</p>
            </div>
            ${tools}
          </div>
          <div id="clock" data-live-part data-ahead="${aheadSeconds}">
            ${aheadNotice(aheadSeconds)}
          </div>
          ${body}
        </main>
      </body>
    </html>
`
}

function navigationLink(href: string, name: string, current: boolean): Html {
  return markup`<a href="${href}"${current && markup` aria-current="page"`}>${name}</a>`
}

function aheadNotice(seconds: number): Html | false {
  if (seconds === 0) return false
  return markup`<p class="notice">
    The sandbox’s time is ${inWords(seconds)} ahead of the real time.
  </p>`
}

function inWords(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  for (const [unit, length] of units) {
    if (seconds < length) continue
    const count = Math.round(seconds / length)
    return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return `${Math.round(seconds)} seconds`
}
