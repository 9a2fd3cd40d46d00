import { postFormats, type Connector, type MediaCapability } from '@t21/plugin-kit'
import { readConfig } from '../../core/src/config.ts'
import { loadPlugins } from '../../core/src/plugins/loader.ts'
import { tableOf } from './table.ts'

/** Renders `docs/platforms.md`: what each network can do in T21, from what the connectors say of themselves. */
export async function renderPlatforms(rootDirectory: string): Promise<string> {
  const { connectors } = await loadPlugins({
    rootDirectory,
    config: readConfig({ NODE_ENV: 'test', T21_SANDBOX: 'off' }),
    log: { warn: (details, message) => console.error(message, details) },
  })
  const all = [...connectors.values()].sort((a, b) => a.displayName.localeCompare(b.displayName))
  const table = (rows: readonly (readonly [string, (connector: Connector) => string])[]): string =>
    tableOf(
      ['', ...all.map(({ displayName }) => displayName)],
      rows.map(([title, cell]) => [title, ...all.map(cell)]),
    )
  return `# Platforms

What each network can do in T21. This file is made by \`node scripts/generate-docs.ts\` from the capabilities that the connectors
state; \`GET /v1/platforms\` answers the same, \`POST /v1/posts/validate\` holds a post against it, and an account may be allowed
more or less than stated here.

## Forms of posts

${table(
  postFormats.map((format) => [
    format,
    ({ capabilities }) => yes(capabilities.formats.includes(format)),
  ]),
)}

## Limits

${table([
  ['Text', ({ capabilities: { text } }) => `${number(text.maxLength)} ${text.unit}`],
  ['Pictures', ({ capabilities: { media } }) => mediaCell(media.image)],
  ['Animated GIFs', ({ capabilities: { media } }) => mediaCell(media.gif)],
  ['Videos', ({ capabilities: { media } }) => mediaCell(media.video)],
  ['Documents', ({ capabilities: { media } }) => mediaCell(media.document)],
  ['Kinds mixed in one post', ({ capabilities: { media } }) => yes(media.mixed)],
  ['Media needed', ({ capabilities: { media } }) => yes(media.required)],
  [
    'Alternative text',
    ({ capabilities: { altText } }) => (altText === undefined ? '' : number(altText.maxLength)),
  ],
  [
    'Thread',
    ({ capabilities: { thread } }) => (thread === undefined ? '' : `${thread.maxParts} posts`),
  ],
])}

## Abilities

${table([
  ['First comment', ({ capabilities }) => yes(capabilities.firstComment)],
  ['Pictures made to fit', ({ fit }) => yes(fit !== undefined)],
  ['Options with live values', ({ accountOptions }) => yes(accountOptions !== undefined)],
  [
    'Numbers of posts',
    ({ capabilities: { metrics } }) => (metrics === false ? '' : metrics.values.join(', ')),
  ],
  ['Numbers of accounts', ({ accountMetrics }) => yes(accountMetrics !== undefined)],
  ['Webhooks', ({ webhook }) => yes(webhook !== undefined)],
  ['Calling off what it works on', ({ cancel }) => yes(cancel !== undefined)],
  ['Removing a post', ({ capabilities }) => yes(capabilities.remove)],
  ['Renewing access by itself', ({ oauth }) => yes(oauth.refresh !== undefined)],
  ['After a lost answer, looked up by', ({ capabilities: { readBack } }) => readBack.by],
])}

## Options

The options of \`overrides.<PLATFORM>.options\`, with their meaning; \`GET /v1/social-accounts/{id}/options\` has them as JSON Schema
with the live values of an account.

${all.map(optionsOf).join('\n\n')}
`
}

function optionsOf({ displayName, platform, capabilities }: Connector): string {
  const { properties = {} } = capabilities.options as {
    properties?: Readonly<Record<string, { description?: string }>>
  }
  const rows = Object.entries(properties).map(([name, { description = '' }]) => [
    `\`${name}\``,
    description,
  ])
  const table = rows.length === 0 ? 'None.' : tableOf(['Option', 'Meaning'], rows)
  return `### ${displayName} (\`${platform}\`)\n\n${table}`
}

function mediaCell(media: MediaCapability | undefined): string {
  if (media === undefined) return ''
  const types = media.mimeTypes.map((type) => type.split('/')[1]?.toUpperCase()).join(', ')
  const seconds = [media.minDurationMs, media.maxDurationMs].map((ms) =>
    ms === undefined ? '' : String(ms / 1_000),
  )
  const length = seconds.join('') === '' ? '' : `, ${seconds[0] || 0}–${seconds[1] || '…'} s`
  return `${media.max} × ${number(Math.round(media.maxBytes / 1_000_000))} MB (${types})${length}`
}

function yes(value: boolean): string {
  return value ? 'yes' : ''
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
