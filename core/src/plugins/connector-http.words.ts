import type { ConnectorResponse } from '@t21/plugin-kit'

const longestWords = 300

/** The parts of a page that nobody reads. */
const unread = /<!--[^]*?-->|<(script|style|head)\b[^]*?<\/\1\s*>|<[^>]*>?/gi

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
}

/**
 * What a network says where it does not speak its API: the words of a gateway's page, or a plain sentence. `undefined` for
 * JSON, for half of it, and for silence.
 */
export function wordsOf({
  text,
  json,
}: Pick<ConnectorResponse, 'text' | 'json'>): string | undefined {
  const said = text.trim()
  if (json !== undefined || /^[{[]/.test(said)) return undefined
  const words = said.startsWith('<') ? wordsOfPage(said) : said
  const line = words.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  if (line === '' || line.includes('\uFFFD')) return undefined
  return (line.length > longestWords ? `${line.slice(0, longestWords - 1)}…` : line).toWellFormed()
}

/** Of a page without a body, the title. */
function wordsOfPage(page: string): string {
  const body = plain(page)
  if (body.trim() !== '') return body
  return plain(/<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? '')
}

function plain(html: string): string {
  return html
    .replaceAll(unread, ' ')
    .replaceAll(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => entities[entity] ?? ' ')
}
