import t from 'tap'
import { emulator } from './index.ts'
import { pdf, png } from './support/files.ts'
import { createLab } from './support/lab.ts'
import { pageOf, personOf, publish, publishedUrn, uploadedUrn } from './support/publish.ts'

t.test('the wall shows a post as its readers see it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('demo-brand')
  const author = await personOf(lab, token)
  const urn = await publishedUrn(lab, token, author, {
    commentary: 'A \\& #B @[LinkedIn](urn:li:organization:1337)'.replace('\\&', '\\(b\\)'),
    visibility: 'CONNECTIONS',
    isReshareDisabledByAuthor: true,
  })
  t.strictSame(emulator.published(lab.context), [
    {
      network: 'linkedin',
      id: urn,
      url: `https://www.linkedin.com/feed/update/${urn}/`,
      account: {
        id: author.split(':')[3],
        username: 'demo-brand',
        displayName: 'Demo Brand',
      },
      kind: 'post',
      text: 'A (b) #B LinkedIn',
      inReplyTo: null,
      media: [],
      poll: null,
      labels: { visibility: 'connections', reposts: 'disabled' },
      metrics: { impressions: 0, reactions: 0, comments: 0, reposts: 0 },
      publishedAt: '2026-11-22T12:00:00.000Z',
    },
  ])
})

t.test(
  'pictures, documents, links and polls are shown with all that belongs to them',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('demo-brand')
    const page = await pageOf(lab, token)
    const image = await uploadedUrn(lab, token, page, png(4, 4))
    const document = await uploadedUrn(lab, token, page, pdf(2), 'document')
    lab.advance(2)
    const options = [{ text: 'Yes' }, { text: 'No' }]
    for (const content of [
      { multiImage: { images: [{ id: image, altText: 'Grey' }, { id: image }] } },
      { media: { id: document, title: 'Report' } },
      { article: { source: 'https://example.com/a', title: 'A', thumbnail: image } },
      { poll: { question: 'Really?', options, settings: { duration: 'SEVEN_DAYS' } } },
    ]) {
      await publishedUrn(lab, token, page, { content })
      lab.advance(1)
    }
    const imageId = image.split(':')[3]
    t.match(emulator.published(lab.context), [
      {
        kind: 'post',
        title: 'Really?',
        poll: {
          options: [{ label: 'Yes', votes: 0 }, {}],
          endsAt: '2026-11-29T12:00:05.000Z',
        },
      },
      { kind: 'article', media: [], link: { url: 'https://example.com/a', title: 'A', imageId } },
      {
        kind: 'document',
        title: 'Report',
        media: [{ kind: 'document', mimeType: 'application/pdf', pages: 2 }],
      },
      { media: [{ id: imageId, kind: 'image', mimeType: 'image/png', altText: 'Grey' }, {}] },
    ])
  },
)

t.test('a thousand accounts with a post each are no trouble', async (t) => {
  const lab = createLab()
  const accounts: { token: string; author: string }[] = []
  for (let count = 0; count < 1000; count += 1) {
    const token = await lab.signIn(`account-${count}`)
    accounts.push({ token, author: await personOf(lab, token) })
  }
  const started = performance.now()
  for (const { token, author } of accounts) await publish(lab, token, author)
  t.equal(emulator.published(lab.context).length, 1000)
  t.comment(`${Math.round(performance.now() - started)} ms`)
})
