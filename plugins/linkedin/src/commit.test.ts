import t, { type Test } from 'tap'
import type { PublishPart } from '@t21/plugin-kit'
import { failureOf, file, json, part, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import {
  asks,
  created,
  exchange,
  memberCall,
  memberUrn,
  pageCall,
  pageUrn,
  selfServeCall,
} from '../test/calls.ts'
import { pending, toCheckpoint } from './checkpoint.ts'
import { connector } from './index.ts'

const share = 'urn:li:share:7243000000000000001'
const url = `https://www.linkedin.com/feed/update/${share}/`
const nothingUploaded = toCheckpoint([], pageUrn)

function uploaded(urns: readonly string[], owner = pageUrn) {
  return toCheckpoint(
    urns.map((urn, index) => ({
      ...pending(`file-${index + 1}`),
      urn,
      state: 'uploaded' as const,
    })),
    owner,
  )
}

const body = (more: Record<string, unknown> = {}) => ({
  author: pageUrn,
  commentary: 'Hello',
  visibility: 'PUBLIC',
  distribution: {
    feedDistribution: 'MAIN_FEED',
    targetEntities: [],
    thirdPartyDistributionChannels: [],
  },
  lifecycleState: 'PUBLISHED',
  isReshareDisabledByAuthor: false,
  ...more,
})
const creates = (more: Record<string, unknown> = {}) => asks('POST', '/posts', { json: body(more) })

async function published(
  t: Test,
  what: PublishPart,
  more: Record<string, unknown>,
  checkpoint = nothingUploaded,
) {
  const http = scriptedHttp(t, exchange(creates(more), created(share)))
  t.same(await connector.commit(pageCall(http), what, checkpoint), {
    state: 'published',
    remoteId: share,
    url,
  })
}

t.test('a text is one request, and its id is in a header', async (t) => {
  await published(t, part(), {})
  for (const header of ['x-restli-id', 'x-linkedin-id']) {
    const answer = raw(201, '', { [header]: encodeURIComponent(share) })
    const http = scriptedHttp(t, exchange(creates(), answer))
    t.match(await connector.commit(pageCall(http), part(), nothingUploaded), { remoteId: share })
  }
})

t.test('a member publishes as a person', async (t) => {
  const http = scriptedHttp(t, exchange(creates({ author: memberUrn }), created(share)))
  await connector.commit(selfServeCall(http), part(), toCheckpoint([], memberUrn))
})

t.test('the text is escaped, with hashtags and mentions alive', async (t) => {
  await published(t, part({ text: 'See (this) #news @[Acme](urn:li:organization:1)' }), {
    commentary: 'See \\(this\\) #news @[Acme](urn:li:organization:1)',
  })
})

t.test('mentions of the options follow the text, unless it has them', async (t) => {
  const acme = '@[Acme](urn:li:organization:1)'
  const ada = '@[Ada](urn:li:person:x)'
  await published(t, part({ text: `By ${acme}`, options: { mentions: [acme, ada, ada] } }), {
    commentary: `By ${acme}\n\n${ada}`,
  })
  await published(t, part({ text: '', options: { mentions: [acme] } }), { commentary: acme })
})

t.test('visibility is as chosen', async (t) => {
  await published(t, part({ options: { visibility: 'LOGGED_IN' } }), { visibility: 'LOGGED_IN' })
})

t.test('a picture, several pictures, and a document with its title', async (t) => {
  const first = file({ id: 'file-1', altText: 'A dog' })
  const second = file({ id: 'file-2', kind: 'gif', mimeType: 'image/gif' })
  const [a, b] = ['urn:li:image:a', 'urn:li:image:b']
  await published(
    t,
    part({ media: [first] }),
    { content: { media: { id: a, altText: 'A dog' } } },
    uploaded([a]),
  )
  await published(
    t,
    part({ text: '', media: [first, second] }),
    {
      commentary: '',
      content: { multiImage: { images: [{ id: a, altText: 'A dog' }, { id: b }] } },
    },
    uploaded([a, b]),
  )
  const document = file({ id: 'file-1', kind: 'document', mimeType: 'application/pdf' })
  await published(
    t,
    part({ media: [document], options: { title: 'Report' } }),
    { content: { media: { id: 'urn:li:document:d', title: 'Report' } } },
    uploaded(['urn:li:document:d']),
  )
})

t.test("an article has its own words, and the post's picture as its thumbnail", async (t) => {
  const article = { url: 'https://example.com/a', title: 'A', description: 'About A' }
  const words = { source: 'https://example.com/a', title: 'A', description: 'About A' }
  await published(t, part({ options: { article } }), { content: { article: words } })
  const media = [file({ id: 'file-1', altText: 'A dog' })]
  await published(
    t,
    part({ media, options: { article } }),
    { content: { article: { ...words, thumbnail: 'urn:li:image:a', thumbnailAltText: 'A dog' } } },
    uploaded(['urn:li:image:a']),
  )
})

t.test('a poll has its question, answers and duration', async (t) => {
  const poll = { question: 'Tea?', options: ['Yes', 'No'], duration: 'SEVEN_DAYS' }
  await published(t, part({ options: { poll } }), {
    content: {
      poll: {
        question: 'Tea?',
        options: [{ text: 'Yes' }, { text: 'No' }],
        settings: { duration: 'SEVEN_DAYS' },
      },
    },
  })
})

t.test(
  'a video is asked after where the account can be read, and published at once elsewhere',
  async (t) => {
    const media = [file({ id: 'file-1', kind: 'video', mimeType: 'video/mp4' })]
    const content = { media: { id: 'urn:li:video:v', title: 'Film' } }
    const what = part({ media, options: { title: 'Film' } })
    const checkpoint = uploaded(['urn:li:video:v'])
    const http = scriptedHttp(t, exchange(creates({ content }), created('urn:li:ugcPost:9')))
    const accepted = await connector.commit(pageCall(http), what, checkpoint)
    t.match(accepted, { state: 'accepted', checkpoint: { postUrn: 'urn:li:ugcPost:9' } })

    const ofMember = uploaded(['urn:li:video:v'], memberUrn)
    const other = scriptedHttp(
      t,
      exchange(creates({ author: memberUrn, content }), created('urn:li:ugcPost:9')),
    )
    t.match(await connector.commit(memberCall(other), what, ofMember), {
      state: 'published',
      remoteId: 'urn:li:ugcPost:9',
    })
  },
)

const previous = { rootId: share, parentId: share }
const comment = part({ kind: 'first_comment', position: 1, text: 'See (this)', previous })
const comments = `/socialActions/${encodeURIComponent(share)}/comments`
const commentsOn = (text: string) =>
  asks('POST', comments, { json: { actor: pageUrn, object: share, message: { text } } })

t.test("a first comment is plain text, and is known by LinkedIn's own URN", async (t) => {
  const urn = 'urn:li:comment:(urn:li:activity:724,11)'
  const answers = [
    json(201, { $URN: urn, id: '11' }, { 'x-restli-id': '11' }),
    json(201, { commentUrn: urn }, { 'x-restli-id': '11' }),
    raw(201, '', { 'x-restli-id': encodeURIComponent(urn) }),
  ]
  for (const answer of answers) {
    const http = scriptedHttp(t, exchange(commentsOn('See (this)'), answer))
    t.same(await connector.commit(pageCall(http), comment, {}), {
      state: 'published',
      remoteId: urn,
      url,
    })
  }
  const http = scriptedHttp(t, exchange(commentsOn('See (this)'), created('11')))
  t.match(await connector.commit(pageCall(http), comment, {}), {
    remoteId: `urn:li:comment:(${share},11)`,
  })
  const mention = { ...comment, text: 'By @[Acme](urn:li:organization:1)' }
  const plain = scriptedHttp(t, exchange(commentsOn('By Acme'), created('11')))
  await connector.commit(pageCall(plain), mention, {})
})

t.test('what was not prepared is not sent, and is prepared again', async (t) => {
  const http = scriptedHttp(t)
  const media = [file({ id: 'file-1' })]
  const unfinished = toCheckpoint([{ ...pending('file-1'), state: 'processing' }], pageUrn)
  for (const checkpoint of [{}, nothingUploaded, uploaded(['a', 'b']), unfinished]) {
    const failure = await failureOf(connector.commit(pageCall(http), part({ media }), checkpoint))
    t.match(failure, { kind: 'preparation_lost', details: { field: 'media' } })
  }
  const exchanged = part({ media: [file({ id: 'another' })] })
  const failure = await failureOf(connector.commit(pageCall(http), exchanged, uploaded(['a'])))
  t.equal(failure.kind, 'preparation_lost')
})

t.test('options that are not those of LinkedIn are not sent', async (t) => {
  const what = part({ options: { privacy: 'public' } })
  const failure = await failureOf(
    connector.commit(pageCall(scriptedHttp(t)), what, nothingUploaded),
  )
  t.match(failure, { kind: 'content_rejected', details: { field: 'options' } })
})

t.test('a failure of the connection is passed on as it is, after one request', async (t) => {
  const lost = new Error('socket hang up')
  const http = scriptedHttp(t, exchange(creates(), lost))
  await t.rejects(connector.commit(pageCall(http), part(), nothingUploaded), lost)
})
