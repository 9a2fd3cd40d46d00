import { escapeHtml } from '@t21/plugin-kit/sandbox'
import twitterText from 'twitter-text'

/** A status's text as the HTML that Mastodon answers: paragraphs, breaks, links and hashtags. */
export function htmlOf(text: string, host: string): string {
  if (text === '') return ''
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(paragraph, host).replaceAll('\n', '<br />')}</p>`)
  return paragraphs.join('')
}

function linked(text: string, host: string): string {
  const entities = [
    ...twitterText
      .extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: false })
      .map(({ url, indices }) => ({ indices, html: link(url) })),
    ...twitterText
      .extractHashtagsWithIndices(text)
      .map(({ hashtag, indices }) => ({ indices, html: tag(hashtag, host) })),
  ].sort((a, b) => a.indices[0] - b.indices[0])
  let html = ''
  let position = 0
  for (const { indices, html: entity } of entities) {
    if (indices[0] < position) continue
    html += escapeHtml(text.slice(position, indices[0])) + entity
    position = indices[1]
  }
  return html + escapeHtml(text.slice(position))
}

function link(url: string): string {
  const [, protocol = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/s.exec(url) ?? []
  const [shown, hidden] = [rest.slice(0, 30), rest.slice(30)]
  return `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${protocol}</span><span class="${hidden === '' ? '' : 'ellipsis'}">${escapeHtml(shown)}</span><span class="invisible">${escapeHtml(hidden)}</span></a>`
}

function tag(name: string, host: string): string {
  const address = `https://${host}/tags/${encodeURIComponent(name.toLowerCase())}`
  return `<a href="${address}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`
}
