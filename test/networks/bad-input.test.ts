import t from 'tap'
import {
  movingPicture,
  picture,
  video,
} from '../../core/src/features/media/fixtures/media-files.ts'
import { buildMedia } from '../support/factories.ts'
import { demoFile } from '../support/demo-files.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { sandbox, context } = networks
const person = await networks.tenant()

const platforms = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
for (const platform of platforms) await person.connect(platform, 'lighthouse')

const jpeg = await picture('jpeg', { width: 800, height: 800 })
const photo = await person.upload('photo.jpg', 'image/jpeg', jpeg)
const gif = await person.upload('moving.gif', 'image/gif', await movingPicture('gif'))
const clip = await person.upload('clip.mp4', 'video/mp4', await demoFile('dawn.mp4'))
const tiny = await person.upload(
  'tiny.mp4',
  'video/mp4',
  video({ frames: 250, width: 64, height: 64 }),
)
const menu = await person.upload('menu.pdf', 'application/pdf', await demoFile('menu.pdf'))
const many = await Promise.all(
  Array.from({ length: 11 }, async (_, index) => {
    const bytes = await picture('jpeg', { width: 400 + index, height: 400 })
    return person.upload(`${index}.jpg`, 'image/jpeg', bytes)
  }),
)
// Facts alone decide: nobody has to upload two hours.
const { organizationId } = person
const film = (
  await buildMedia(context.database, {
    organizationId,
    kind: 'video',
    mimeType: 'video/mp4',
    originalName: 'film.mp4',
    size: 400_000_000,
    width: 1_080,
    height: 1_920,
    durationMs: 7_200_000,
    facts: { videoCodec: 'AVC', audioCodec: 'AAC', frameRate: 30 },
  })
).id

interface Refused {
  readonly what: string
  readonly body: Record<string, unknown>
  /** For each platform that refuses it: the field in the words of the request. */
  readonly fields: Readonly<Record<string, string>>
}

const tiktok = { TIKTOK: { options: { privacyLevel: 'SELF_ONLY' } } }
const refused: readonly Refused[] = [
  {
    what: 'a text alone, where a network wants pictures',
    body: { content: 'Nothing but words.', platforms, overrides: tiktok },
    fields: { INSTAGRAM: 'mediaIds', TIKTOK: 'mediaIds' },
  },
  {
    what: 'a document where there are none',
    body: { content: 'The card.', platforms, mediaIds: [menu], overrides: tiktok },
    fields: {
      INSTAGRAM: 'mediaIds[0]',
      FACEBOOK: 'mediaIds[0]',
      // It takes documents, but none without a title.
      LINKEDIN: 'overrides.LINKEDIN.options.title',
      TIKTOK: 'mediaIds[0]',
      TWITTER: 'mediaIds[0]',
    },
  },
  {
    what: 'a moving picture where there are none',
    body: {
      content: 'It moves.',
      platforms: ['INSTAGRAM', 'TIKTOK'],
      mediaIds: [gif],
      overrides: tiktok,
    },
    fields: { INSTAGRAM: 'mediaIds[0]', TIKTOK: 'mediaIds[0]' },
  },
  {
    what: 'pictures and a video together',
    body: { content: 'Both.', platforms, mediaIds: [photo, clip], overrides: tiktok },
    fields: {
      FACEBOOK: 'mediaIds',
      LINKEDIN: 'mediaIds',
      TIKTOK: 'mediaIds',
      TWITTER: 'mediaIds',
    },
  },
  {
    what: 'eleven items of a carousel',
    body: {
      content: 'Too many.',
      platforms: ['INSTAGRAM', 'FACEBOOK'],
      overrides: { INSTAGRAM: { mediaIds: many }, FACEBOOK: { mediaIds: many } },
    },
    fields: {
      INSTAGRAM: 'overrides.INSTAGRAM.mediaIds',
      FACEBOOK: 'overrides.FACEBOOK.mediaIds',
    },
  },
  {
    what: 'a video of two hours',
    body: { content: 'The film.', platforms, mediaIds: [film], overrides: tiktok },
    fields: {
      INSTAGRAM: 'mediaIds[0]',
      LINKEDIN: 'mediaIds[0]',
      TIKTOK: 'mediaIds[0]',
      TWITTER: 'mediaIds[0]',
    },
  },
  {
    what: 'a reel of the wrong shape',
    body: {
      content: 'Tiny.',
      platforms: ['FACEBOOK', 'TIKTOK'],
      mediaIds: [tiny],
      overrides: { FACEBOOK: { options: { format: 'reel' } }, ...tiktok },
    },
    fields: { FACEBOOK: 'mediaIds[0]', TIKTOK: 'mediaIds[0]' },
  },
  {
    what: 'a text that is too long',
    body: {
      content: 'x'.repeat(3_001),
      platforms,
      mediaIds: [photo],
      overrides: { TIKTOK: { content: 'x'.repeat(4_001), ...tiktok.TIKTOK } },
    },
    fields: {
      INSTAGRAM: 'content',
      LINKEDIN: 'content',
      TIKTOK: 'overrides.TIKTOK.content',
      TWITTER: 'content',
    },
  },
  {
    what: 'brackets that LinkedIn counts twice',
    body: { content: 'x'.repeat(2_990) + '(((((((((', platforms: ['LINKEDIN'] },
    fields: { LINKEDIN: 'content' },
  },
  {
    what: 'a first comment that is too long',
    body: {
      content: 'Short.',
      platforms: ['LINKEDIN', 'TWITTER'],
      mediaIds: [photo],
      firstComment: 'x'.repeat(2_201),
      overrides: { LINKEDIN: { firstComment: 'y'.repeat(1_251) } },
    },
    fields: {
      LINKEDIN: 'overrides.LINKEDIN.firstComment',
      TWITTER: 'firstComment',
    },
  },
  {
    what: 'a first comment and a thread where there are none',
    body: {
      content: 'More below.',
      platforms: ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK'],
      mediaIds: [photo],
      thread: [{ content: 'Second.' }],
      overrides: tiktok,
    },
    fields: {
      INSTAGRAM: 'thread[0].content',
      FACEBOOK: 'thread[0].content',
      LINKEDIN: 'thread[0].content',
      TIKTOK: 'thread[0].content',
    },
  },
  {
    what: 'no choice of who may see it',
    body: { content: 'For whom?', platforms: ['TIKTOK'], mediaIds: [photo] },
    fields: { TIKTOK: 'overrides.TIKTOK.options.privacyLevel' },
  },
  {
    what: 'a choice that the account does not have',
    body: {
      content: 'For whom?',
      platforms: ['TIKTOK'],
      mediaIds: [photo],
      overrides: { TIKTOK: { options: { privacyLevel: 'EVERYBODY_ON_EARTH' } } },
    },
    fields: { TIKTOK: 'overrides.TIKTOK.options.privacyLevel' },
  },
  {
    what: 'more hashtags than Instagram takes',
    body: {
      content: '#one',
      platforms: ['INSTAGRAM'],
      mediaIds: [photo],
      hashtags: Array.from({ length: 30 }, (_, index) => `tag${index}`),
    },
    fields: { INSTAGRAM: 'content' },
  },
  {
    what: 'a poll beside a picture',
    body: {
      content: 'Which?',
      platforms: ['LINKEDIN', 'TWITTER'],
      mediaIds: [photo],
      overrides: {
        TWITTER: { options: { poll: { options: ['A', 'B'], durationMinutes: 60 } } },
        LINKEDIN: {
          options: { poll: { question: 'Q?', options: ['A', 'B'], duration: 'ONE_DAY' } },
        },
      },
    },
    fields: {
      LINKEDIN: 'overrides.LINKEDIN.options.poll',
      TWITTER: 'overrides.TWITTER.options.poll',
    },
  },
  {
    what: 'options of the wrong type',
    body: {
      content: 'Typed.',
      platforms: ['INSTAGRAM', 'TIKTOK'],
      mediaIds: [photo],
      overrides: {
        INSTAGRAM: { options: { format: 'billboard' } },
        TIKTOK: { options: { privacyLevel: 'SELF_ONLY', allowComments: 'perhaps' } },
      },
    },
    fields: {
      INSTAGRAM: 'overrides.INSTAGRAM.options.format',
      TIKTOK: 'overrides.TIKTOK.options.allowComments',
    },
  },
]

for (const { what, body, fields } of refused) {
  await t.test(
    `${what}: refused with field and remedy, told in advance, nothing stored`,
    async (t) => {
      const before = await person.ok<unknown[]>('GET', '/posts')
      const verdict = await person.validatePost(body)
      t.match(verdict, { status: 200, data: { valid: false } })
      const foretold = verdict.data.targets.flatMap(({ platform, issues }) =>
        issues
          .filter(({ severity }) => severity === 'error')
          .map((issue) => ({ ...issue, platform })),
      )
      const answer = await person.createPost({ ...body, publishNow: true })
      t.match(answer, { status: 422, error: { code: 'VALIDATION_ERROR' } })
      const details = answer.error?.details ?? []
      for (const [platform, field] of Object.entries(fields)) {
        const issue = details.find((one) => one.platform === platform && one.field === field)
        t.match(issue, { message: /\w/, remedy: /\w/ }, `${platform} names ${field}`)
        t.ok(
          foretold.some((one) => one.platform === platform && one.message === issue?.message),
          `${platform} says the same in advance`,
        )
      }
      t.same(
        [...new Set(details.map(({ platform = '' }) => platform))].toSorted(),
        Object.keys(fields).toSorted(),
        'nobody else refuses it',
      )
      t.same(await person.ok('GET', '/posts'), before, 'nothing is stored')
    },
  )
}

await t.test('what is only likely to be lost or refused is told as a warning', async (t) => {
  const verdict = await person.validatePost({
    content: 'Fine.',
    platforms: ['INSTAGRAM', 'TIKTOK'],
    mediaIds: [photo],
    altTexts: { [photo]: 'A square' },
    overrides: { INSTAGRAM: { firstComment: 'x'.repeat(301) }, ...tiktok },
  })
  t.match(verdict.data, { valid: true })
  t.match(verdict.data.targets, [
    { valid: true, issues: [{ severity: 'warning', field: 'overrides.INSTAGRAM.firstComment' }] },
    { valid: true, issues: [{ severity: 'warning', code: 'alt_text_lost', field: 'altTexts' }] },
  ])
})

await t.test('nothing of all this has reached a network', async (t) => {
  t.same(await sandbox.published(), [])
})
