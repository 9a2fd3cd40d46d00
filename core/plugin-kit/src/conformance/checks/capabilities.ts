import type { MediaFacts } from '../../media.ts'
import type { DraftPart } from '../../parts.ts'
import type { Bench } from '../bench/bench.ts'
import { asConnector } from '../bench/guard.ts'
import { draftOf } from '../bench/parts.ts'
import type { Check, Report } from '../check.ts'
import type { ConformanceCase } from '../options.ts'
import { walk } from './walk.ts'

/** What the capabilities claim works, and what they do not claim is refused by `validate`. */
export const capabilities: Check = {
  name: 'capabilities',
  async run(bench, report) {
    const { connector, cases } = bench.options
    const { formats, thread, firstComment, altText } = connector.capabilities
    for (const format of formats) {
      report.ok(
        cases.some((one) => one.format === format),
        `No case shows the form "${format}", which "capabilities.formats" claims.`,
      )
    }
    for (const one of cases) {
      report.ok(
        formats.includes(one.format),
        `The case "${one.name}" shows "${one.format}", which "capabilities.formats" does not claim.`,
      )
    }
    await claimed(bench, thread !== undefined, 'thread', (one) => one.thread !== undefined, report)
    await claimed(
      bench,
      firstComment,
      'firstComment',
      (one) => one.firstComment !== undefined,
      report,
    )
    await checkAltText(bench, altText !== undefined, report)
    await checkMedia(bench, report)
  },
}

/** An ability that shows in a case, or in a part that `validate` refuses. */
async function claimed(
  bench: Bench,
  claims: boolean,
  ability: 'thread' | 'firstComment',
  shows: (one: ConformanceCase) => boolean,
  report: Report,
): Promise<void> {
  const cases = bench.options.cases
  if (claims) {
    report.ok(cases.some(shows), `No case shows "${ability}", which the capabilities claim.`)
    for (const one of cases.filter(shows)) {
      const { session } = await walk(bench, one)
      const wall = await session.wall()
      report.ok(
        wall.some(({ inReplyTo }) => inReplyTo !== null),
        `The parts of "${one.name}" do not answer the post.`,
      )
    }
    return
  }
  const [draft] = cases
  if (draft === undefined) return
  const part: DraftPart = {
    kind: ability === 'thread' ? 'thread' : 'first_comment',
    position: 1,
    text: 'More of it.',
    media: [],
    options: {},
  }
  const refused = await refusals(bench, [...bench.parts(draft).map(draftOf), part])
  report.ok(refused, `"validate" accepts a "${ability}", which the capabilities do not claim.`)
}

async function checkAltText(bench: Bench, claims: boolean, report: Report): Promise<void> {
  const draft = bench.options.cases.find(({ media }) => media?.some(({ kind }) => kind === 'image'))
  if (draft === undefined) return
  const altText = 'A lighthouse at dusk'
  const media = (draft.media ?? []).map((file) => ({ ...file, altText }))
  if (!claims) {
    const session = await bench.open()
    const { issues } = bench.options.connector.validate(
      bench.parts({ ...draft, media }).map(draftOf),
      bench.facts(session),
      bench.settings,
    )
    report.ok(
      issues.some(({ field }) => field.includes('altText')),
      '"validate" says nothing of an alternative text that is lost.',
    )
    return
  }
  const { session } = await walk(bench, { ...draft, media })
  const post = (await session.wall()).find(({ inReplyTo }) => inReplyTo === null)
  report.ok(
    draft.handedOver === true || post?.media.some((one) => one.altText === altText) === true,
    `The alternative text of "${draft.name}" does not reach the network.`,
  )
}

const samples: Readonly<Record<MediaFacts['kind'], string>> = {
  image: 'image/jpeg',
  gif: 'image/gif',
  video: 'video/mp4',
  document: 'application/pdf',
}

async function checkMedia(bench: Bench, report: Report): Promise<void> {
  const { media } = bench.options.connector.capabilities
  const [draft] = bench.options.cases
  if (draft === undefined) return
  const [post] = bench.parts({ text: 'Hello', options: draft.options ?? {} }).map(draftOf)
  if (post === undefined) return
  const kinds = Object.keys(samples) as MediaFacts['kind'][]
  for (const kind of kinds.filter((one) => media[one] === undefined)) {
    const part = { ...post, media: [factsOf(kind)] }
    report.ok(await refusals(bench, [part]), `"validate" accepts a ${kind}, which is not claimed.`)
  }
  for (const kind of kinds) {
    const limit = media[kind]
    if (limit === undefined) continue
    const many = Array.from({ length: limit.max + 1 }, (_, at) => factsOf(kind, at))
    report.ok(
      await refusals(bench, [{ ...post, media: many }]),
      `"validate" accepts ${many.length} of the kind ${kind}; the capabilities say at most ${limit.max}.`,
    )
    const large = { ...factsOf(kind), size: limit.maxBytes + 1 }
    report.ok(
      await refusals(bench, [{ ...post, media: [large] }]),
      `"validate" accepts a ${kind} of ${large.size} bytes; the capabilities say at most ${limit.maxBytes}.`,
    )
  }
  // A GIF is a picture to many networks; a video never is.
  if (!media.mixed && media.image !== undefined && media.video !== undefined) {
    const mixed = [factsOf('image', 0), factsOf('video', 1)]
    report.ok(
      await refusals(bench, [{ ...post, media: mixed }]),
      '"validate" accepts a picture and a video in one part, and "mixed" is false.',
    )
  }
  const without = await refusals(bench, [{ ...post, media: [] }], /media/)
  report.ok(
    without === media.required,
    media.required
      ? '"validate" accepts a post without media, and "media.required" is true.'
      : '"validate" refuses a post without media, and "media.required" is false.',
  )
}

function factsOf(kind: MediaFacts['kind'], at = 0): MediaFacts {
  return { id: `sample-${at}`, kind, mimeType: samples[kind], size: 100_000 }
}

async function refusals(
  bench: Bench,
  parts: readonly DraftPart[],
  field = /(?:)/,
): Promise<boolean> {
  const { connector } = bench.options
  const { issues } = asConnector('validate', () => connector.validate(parts, null, bench.settings))
  return issues.some((issue) => issue.severity === 'error' && field.test(issue.field))
}
