import { spellingsOf } from '../find/network.ts'
import { isAddress } from '../find/recognize.ts'
import type { Filter } from './lookup.ts'

/**
 * Deliveries of which something is at the network under this id or address: the post, a later one of its thread, the first
 * comment. The end of an address counts as an id as well.
 */
export const byRemotePost: Filter = (query, value) => {
  const text = typeof value === 'string' ? value.trim() : ''
  if (text === '' || !text.isWellFormed() || text.includes('\u0000')) {
    query.whereRaw('false')
    return
  }
  const addresses = isAddress(text) ? spellingsOf(new URL(text)) : []
  const ids = isAddress(text) ? endOf(new URL(text)) : [text]
  query.whereRaw(
    `social_posts.id = any (array(
       select id from social_posts where platform_post_id = any (:ids)
       union select id from social_posts where platform_url = any (:addresses)
       union select delivery_id from delivery_parts where remote_id = any (:ids)
       union select delivery_id from delivery_parts where url = any (:addresses)))`,
    { ids, addresses },
  )
}

function endOf({ pathname }: URL): string[] {
  return pathname.split('/').filter(Boolean).slice(-1)
}
