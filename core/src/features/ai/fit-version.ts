import { appendHashtags, type Connector, type ValidationIssue } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { validateParts } from '../../plugins/validate-parts.ts'
import type { Version } from './version.ts'

/** The longest text that a post can have. */
const longestContent = 5_000

/** Something that a person should know of a text. */
export interface Notice {
  /** A stable name for programs. */
  readonly code: 'text_cut' | 'hashtags_left_out' | 'banned_word' | 'version_missing'
  readonly message: string
}

/** What decides whether a text can be used. */
export interface Fitting {
  /** The network that it is for, where it is for one. */
  readonly connector: Readonly<Connector> | undefined
  readonly bannedWords: readonly string[]
}

/** What is wrong with a text, for the model that wrote it. */
export function problemsOf(
  context: Pick<Context, 'plugins'>,
  version: Version,
  fitting: Fitting,
): string[] {
  const banned = bannedIn(version, fitting.bannedWords)
  return [
    ...refusals(context, version, fitting).map(({ message, remedy }) => `${message} ${remedy}`),
    ...(banned.length === 0 ? [] : ['It uses words of "neverSays".']),
  ]
}

/** A text that can be used, shortened where it has to be, and what was done to it or is left. */
export function fitVersion(
  context: Pick<Context, 'plugins'>,
  version: Version,
  fitting: Fitting,
): { readonly version: Version; readonly notices: readonly Notice[] } {
  const fits = (candidate: Version) => refusals(context, candidate, fitting).length === 0
  const { version: fitted, notices } = fits(version)
    ? { version, notices: [] }
    : shortened(version, fits)
  const banned = bannedIn(fitted, fitting.bannedWords)
  if (banned.length === 0) return { version: fitted, notices }
  const message = `The text uses what the brand never says: ${banned.join(', ')}.`
  return { version: fitted, notices: [...notices, { code: 'banned_word', message }] }
}

/** What the network says to the text itself; media come later. */
function refusals(
  { plugins }: Pick<Context, 'plugins'>,
  { content, hashtags }: Version,
  { connector }: Fitting,
): ValidationIssue[] {
  const tooLong: ValidationIssue = {
    severity: 'error',
    code: 'text_too_long',
    field: 'text',
    message: `The text has ${content.length} characters.`,
    remedy: `Shorten it to ${longestContent}.`,
  }
  const own = content.length > longestContent ? [tooLong] : []
  if (connector === undefined) return own
  const text = (connector.composeText ?? appendHashtags)(content, hashtags)
  const part = { kind: 'post' as const, position: 0, text, media: [], options: {} }
  const plugin = plugins.ready(connector.platform) ?? { connector }
  const { issues } = validateParts(plugin, [part], null, 'pad')
  const ofText = ({ severity, field }: ValidationIssue) => severity === 'error' && field === 'text'
  return [...own, ...issues.filter(ofText)]
}

/** Without hashtags, else cut behind a sentence, else behind a word. */
function shortened(
  version: Version,
  fits: (candidate: Version) => boolean,
): { readonly version: Version; readonly notices: readonly Notice[] } {
  for (let count = version.hashtags.length - 1; count >= 0; count -= 1) {
    const fewer = { ...version, hashtags: version.hashtags.slice(0, count) }
    if (!fits(fewer)) continue
    const message = `${version.hashtags.length - count} hashtags were left out so that the text fits.`
    return { version: fewer, notices: [{ code: 'hashtags_left_out', message }] }
  }
  const bare = { ...version, hashtags: [] }
  for (const granularity of ['sentence', 'word', 'grapheme'] as const) {
    const found = longestPrefix(version.content, granularity, (content) =>
      fits({ ...bare, content }),
    )
    if (found === undefined) continue
    const where = granularity === 'sentence' ? 'the end of a sentence' : 'the end of a word'
    const message = `The text was too long for the network and was cut at ${where}.`
    return { version: { ...bare, content: found }, notices: [{ code: 'text_cut', message }] }
  }
  const message = 'The network refuses this text; change it before it is scheduled.'
  return { version, notices: [{ code: 'text_cut', message }] }
}

function longestPrefix(
  text: string,
  granularity: 'sentence' | 'word' | 'grapheme',
  fits: (content: string) => boolean,
): string | undefined {
  const ends = [...new Intl.Segmenter(undefined, { granularity }).segment(text)].map(
    ({ index, segment }) => index + segment.length,
  )
  const mark = granularity === 'sentence' ? '' : '…'
  const prefixTo = (end: number) => `${text.slice(0, end).trimEnd()}${mark}`
  let [low, high] = [0, ends.length]
  // The number of segments that fit: shorter ones do where a longer one does.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(prefixTo(ends[middle - 1] ?? 0))) low = middle
    else high = middle - 1
  }
  return low === 0 ? undefined : prefixTo(ends[low - 1] ?? 0)
}

function bannedIn({ content, hashtags }: Version, words: readonly string[]): string[] {
  const text = `${content} ${hashtags.join(' ')}`.toLowerCase()
  return words.filter((word) => {
    const escaped = word.toLowerCase().replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
    return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'u').test(text)
  })
}
