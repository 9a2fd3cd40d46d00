import { labHttp } from '@t21/meta-graph/sandbox/testing'
import type { Checkpoint, ConnectorFailure, FailureKind, PublishPart } from '@t21/plugin-kit'
import { isConnectorFailure } from '@t21/plugin-kit'
import { file, part } from '@t21/plugin-kit/testing'
import t from 'tap'
import { jpeg, png, video } from './sandbox/support/files.ts'
import { createLab, type Lab } from './sandbox/support/lab.ts'
import { connector } from './src/index.ts'
import { toFacts } from './src/facts.ts'
import { call } from './test/calls.ts'

const picture = file({ id: 'a.jpg', mimeType: 'image/jpeg' })
const film = file({ id: 'a.mp4', kind: 'video', mimeType: 'video/mp4' })

/** Publishes until it is done or refused: what the connector makes of the emulation's own words. */
async function refusalOf(
  lab: Lab,
  handle: string,
  wanted: Partial<PublishPart>,
): Promise<ConnectorFailure | undefined> {
  const who = await lab.signIn(handle)
  const post = part({ media: [picture], ...wanted })
  const asking = () =>
    call(labHttp(lab), {
      accessToken: who.token,
      account: {
        platformUserId: who.id,
        username: handle,
        facts: toFacts({ login: 'instagram', accountType: null, pageId: null }),
      },
      now: lab.context.now(),
    })
  let checkpoint: Checkpoint | null = null
  try {
    for (;;) {
      const result = await connector.prepare(asking(), post, checkpoint)
      checkpoint = result.checkpoint
      if (result.state === 'ready') break
      lab.advance(result.retryAfterSeconds)
    }
    await connector.commit(asking(), post, checkpoint)
    return undefined
  } catch (error) {
    if (isConnectorFailure(error)) return error
    throw error
  }
}

function createServing(bytes: Buffer | undefined, type = 'image/jpeg'): Lab {
  const lab = createLab()
  for (const name of ['a.jpg', 'a.mp4']) {
    const url = `https://t21.example/files/${name}`
    if (bytes !== undefined) lab.serve(url, { type, bytes })
  }
  return lab
}

const good = jpeg(1080, 1080)

t.test('what nothing else brings about has its meaning too', async (t) => {
  const rows: Readonly<Record<string, FailureKind>> = {
    1: 'transient',
    2: 'transient',
    3: 'app_config',
    4: 'rate_limited',
    17: 'rate_limited',
    32: 'rate_limited',
    102: 'reauth',
    368: 'account_restricted',
    613: 'rate_limited',
    2207082: 'preparation_lost',
    INVALID_PARAM: 'content_rejected',
    PERMISSION: 'permission',
  }
  for (const [name, kind] of Object.entries(rows)) {
    const failure = await refusalOf(createServing(good), 'alice', { text: `sandbox-error-${name}` })
    t.equal(failure?.kind, kind, name)
    t.match(failure?.details, { remedy: /\.$/, networkMessage: /\w/, networkCode: /\w/ }, name)
  }
})

t.test('what a picture or a text may not be is said with its field', async (t) => {
  const options = (options: object) => ({ options: { ...options } })
  const rows: [string, Lab, Partial<PublishPart>, string, string][] = [
    ['no JPEG', createServing(png(1080, 1080)), {}, '36001/2207005', 'media[0]'],
    ['too large', createServing(jpeg(1080, 1080, 9 * 2 ** 20)), {}, '36000/2207004', 'media[0]'],
    ['too wide', createServing(jpeg(1080, 300)), {}, '36003/2207009', 'media[0]'],
    ['too long', createServing(good), { text: 'a'.repeat(2201) }, '36004/2207010', 'text'],
    [
      'no place',
      createServing(good),
      options({ locationId: '4040000' }),
      'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID',
      'options.locationId',
    ],
  ]
  for (const [name, lab, wanted, code, field] of rows) {
    const failure = await refusalOf(lab, 'alice', wanted)
    t.match(failure, { kind: 'content_rejected', details: { networkCode: code, field } }, name)
  }
})

t.test('what a video may not be is said by the state of its container', async (t) => {
  const reel = { media: [film] }
  const rows: [string, Lab, string, Partial<PublishPart>, string, string][] = [
    ['no codec', createServing(video({ codec: 'vp09' })), 'alice', reel, '2207026', 'media[0]'],
    ['nothing there', createServing(undefined), 'alice', reel, '2207077', 'media[0]'],
    [
      'a late cover',
      createServing(video()),
      'alice',
      { ...reel, options: { coverOffsetMs: 20_000 } },
      '2207057',
      'media[0]',
    ],
    [
      'no trials',
      createServing(video()),
      'notrial',
      { ...reel, options: { trialReel: 'manual' } },
      '100/2207081',
      'options.trialReel',
    ],
  ]
  for (const [name, lab, handle, wanted, code, field] of rows) {
    const failure = await refusalOf(lab, handle, wanted)
    t.match(failure, { kind: 'content_rejected', details: { networkCode: code, field } }, name)
  }
})

t.test('what an account may not do, and what passes, is told apart', async (t) => {
  const rows: [string, FailureKind, string][] = [
    ['restricted', 'account_restricted', '25/2207050'],
    ['blocked', 'account_restricted', '368'],
    ['spam', 'outcome_unknown', '4/2207051'],
    ['flaky', 'transient', '-2/2207003'],
  ]
  for (const [handle, kind, networkCode] of rows) {
    const failure = await refusalOf(createServing(good), handle, {})
    t.match(failure, { kind, details: { networkCode } }, handle)
  }
  const unreachable = await refusalOf(createServing(undefined), 'alice', {})
  t.match(unreachable, { kind: 'transient', details: { networkCode: '9004/2207052' } })
})

t.test('the day’s posts are read before anything is made, and more wait', async (t) => {
  const lab = createServing(good)
  for (const text of ['one', 'two']) t.equal(await refusalOf(lab, 'quota', { text }), undefined)
  const failure = await refusalOf(lab, 'quota', { text: 'three' })
  t.match(failure, { kind: 'quota', details: { message: /publish 2 posts in 24 hours/ } })
  t.equal(Number(failure?.details.until), lab.context.now().getTime() + 3_600_000)
  lab.advance(24 * 3_600)
  t.equal(await refusalOf(lab, 'quota', { text: 'three' }), undefined)
})

t.test('what befalls a person’s login is told by its own words', async (t) => {
  for (const [handle, words] of Object.entries({
    removesapp: /removed/,
    checkpoint: /Sign in at instagram\.com first/,
    changespassword: /password/,
    logsout: /no longer valid/,
  })) {
    const lab = createServing(good)
    const who = await lab.signIn(handle)
    lab.advance(60)
    const asking = call(labHttp(lab), {
      accessToken: who.token,
      account: { platformUserId: who.id, username: handle, facts: {} },
    })
    const failure: unknown = await connector
      .prepare(asking, part({ media: [picture] }), null)
      .catch((error: unknown) => error)
    const { kind, details } = failure as ConnectorFailure
    t.equal(kind, 'reauth', handle)
    t.match(`${details.message} ${details.remedy}`, words, handle)
  }
})
