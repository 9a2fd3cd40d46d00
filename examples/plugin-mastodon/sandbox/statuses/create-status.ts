import { traitsOf } from '../accounts/account.ts'
import { booleanOf, listOf, parametersOf, recordOf, textOf, type Parameters } from '../api/body.ts'
import type { UserCall } from '../api/endpoint.ts'
import { invalid, notFound, unprocessable } from '../api/errors.ts'
import { newId } from '../api/snowflake.ts'
import { everywhere } from '../instances.ts'
import { findUnattached, isProcessed, type StoredMedia } from '../media/media.ts'
import { countableLength, stripped } from './length.ts'
import { readPoll } from './poll.ts'
import { saveStatus, visibleStatus } from './status-store.ts'
import { visibilities, type StoredStatus, type Visibility } from './status.ts'

/**
 * Publishes a status as `PostStatusService` does: the key first, then the media, then the record itself.
 *
 * @throws Refusal
 */
export function createStatus(call: UserCall): StoredStatus {
  const { instance, request, context, account, appName } = call
  const body = parametersOf(request)
  const inReplyToId = readReply(call, body)
  const again = rememberedStatus(call)
  if (again !== undefined) return again
  const media = readMedia(call, body)

  const spoiler = stripped(textOf(body['spoiler_text']) ?? '')
  const written = stripped(textOf(body['status']) ?? '')
  // Nothing but a content warning becomes the text.
  const [text, spoilerText] = written === '' && spoiler !== '' ? [spoiler, ''] : [written, spoiler]
  if (text.trim() === '' && media.length === 0) {
    throw invalid("Text can't be blank", 'Text darf nicht leer sein')
  }
  if (countableLength(spoilerText, text) > instance.maxCharacters) {
    throw invalid(
      `Text character limit of ${instance.maxCharacters} exceeded`,
      `Text Zeichenlimit von ${instance.maxCharacters} überschritten`,
    )
  }
  const poll = readPoll(context, instance, body['poll'])
  const visibility = readVisibility(call, body)
  const now = context.now()
  const hidden = context.fault('delayed_visibility') ? everywhere.delayedVisibilitySeconds : 0
  const status: StoredStatus = {
    id: newId(context),
    host: instance.host,
    accountId: account.id,
    text,
    spoilerText,
    sensitive: (booleanOf(body['sensitive']) ?? false) || spoilerText !== '',
    visibility,
    language: readLanguage(call, body),
    inReplyToId,
    mediaIds: media.map(({ id }) => id),
    poll,
    appName,
    createdAt: now.toISOString(),
    listedFrom: now.getTime() + hidden * 1000,
  }
  saveStatus(context, status)
  remember(call, status)
  return status
}

interface Remembered {
  readonly statusId: string
  readonly until: number
}

/** The status of an earlier request with the same key. One that was deleted since is a 404. */
function rememberedStatus(call: UserCall): StoredStatus | undefined {
  const known = keysOf(call).get(keyOf(call) ?? '')
  if (known === undefined || known.until <= call.context.now().getTime()) return undefined
  const status = visibleStatus(call.context, known.statusId, call.account)
  if (status === undefined) throw notFound()
  return status
}

function remember(call: UserCall, { id }: StoredStatus): void {
  const key = keyOf(call)
  if (key === undefined) return
  const until = call.context.now().getTime() + everywhere.idempotencySeconds * 1000
  keysOf(call).set(key, { statusId: id, until })
}

function keyOf({ request, account }: UserCall): string | undefined {
  const key = request.headers['idempotency-key']
  return key === undefined || key === '' ? undefined : `${account.id}:${key}`
}

function keysOf({ context }: UserCall): Map<string, Remembered> {
  return context.store.collection<Remembered>('idempotency_keys')
}

function readReply({ context, account }: UserCall, body: Parameters): string | null {
  const id = textOf(body['in_reply_to_id']) ?? ''
  if (id === '') return null
  if (visibleStatus(context, id, account) === undefined) {
    throw notFound(
      'The post you are trying to reply to does not appear to exist.',
      'Der Beitrag, auf den du antworten möchtest, scheint nicht zu existieren.',
    )
  }
  return id
}

function readMedia(call: UserCall, body: Parameters): readonly StoredMedia[] {
  const { instance, context, account } = call
  const ids = listOf(body['media_ids'])
  if (ids.length === 0) return []
  if (ids.length > instance.maxMedia || recordOf(body['poll']) !== undefined) {
    throw unprocessable(
      `Cannot attach more than ${instance.maxMedia} files`,
      `Es können nicht mehr als ${instance.maxMedia} Dateien angehängt werden`,
    )
  }
  const media = [...new Set(ids)].flatMap((id) => findUnattached(context, account.id, id) ?? [])
  const missing = ids.filter(
    (id, at) => ids.indexOf(id) !== at || !media.some((one) => one.id === id),
  )
  if (missing.length > 0) {
    throw unprocessable(
      `Media ${missing.join(', ')} not found or already attached to another post`,
      `Medien ${missing.join(', ')} nicht gefunden oder bereits an einen anderen Beitrag angehängt`,
    )
  }
  if (media.length > 1 && media.some(({ kind }) => kind === 'video')) {
    throw unprocessable('Cannot attach a video to a post that already contains images')
  }
  if (media.some((one) => one.failed || !isProcessed(context, one))) {
    throw unprocessable(
      'Cannot attach files that have not finished processing. Try again in a moment!',
      'Dateien, die noch nicht fertig verarbeitet wurden, können nicht angehängt werden.',
    )
  }
  return media
}

function readVisibility({ account }: UserCall, body: Parameters): Visibility {
  const asked = textOf(body['visibility']) ?? ''
  if (asked === '') return traitsOf(account).locked ? 'private' : 'public'
  const known = visibilities.find((visibility) => visibility === asked)
  if (known === undefined) throw invalid('Visibility is not included in the list')
  return known
}

/** One that is no language is ignored. */
function readLanguage({ account }: UserCall, body: Parameters): string {
  const asked = textOf(body['language']) ?? ''
  if (/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(asked)) return asked
  return traitsOf(account).german ? 'de' : 'en'
}
