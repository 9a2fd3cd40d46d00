import type { Knex } from 'knex'
import { isAddress } from './recognize.ts'

/**
 * The deliveries whose post, or a part of it, has this address or this id on its network.
 *
 * @returns ids, at most so many
 */
export async function deliveriesOnNetworks(
  knex: Knex,
  text: string,
  most: number,
): Promise<string[]> {
  const [whole, part] = isAddress(text)
    ? (['platform_url', 'url'] as const)
    : (['platform_post_id', 'remote_id'] as const)
  const names = isAddress(text) ? spellingsOf(new URL(text)) : [text]
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `(select id from social_posts where ?? = any (:names) limit :most)
     union (select delivery_id from delivery_parts where ?? = any (:names) limit :most)`
      .replace('??', whole)
      .replace('??', part),
    { names, most },
  )
  return rows.map(({ id }) => id)
}

/** People copy addresses with what their browser adds: where they came from, a stroke at the end, another host of the same. */
export function spellingsOf(url: URL): string[] {
  const bare = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  const spellings = [url.href, `${url.origin}${url.pathname}${url.search}`, bare]
  const otherHost = url.hostname.startsWith('www.')
    ? (text: string) => text.replace('//www.', '//')
    : (text: string) => text.replace('//', '//www.')
  return [...new Set([...spellings, ...spellings.map(otherHost)])].flatMap((text) =>
    text.endsWith('/') ? [text, text.slice(0, -1)] : [text, `${text}/`],
  )
}
