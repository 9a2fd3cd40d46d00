import type { AiAnswer, AiPart, AiStep } from '../../ai.ts'
import { png } from '../../sandbox/files.ts'
import type { AiBench, AiCheck } from './ai.check.ts'

const never = { signal: new AbortController().signal }

/** What comes back where nothing goes wrong. */
export const answerChecks: readonly AiCheck[] = [
  {
    name: 'answers',
    async run({ ai, ask, expect }) {
      const one = await ai.generate(ask('the winter card'), never)
      const other = await ai.generate(ask('a new lighthouse'), never)
      expect.ok(one.text.trim() !== '' && other.text.trim() !== '', 'An answer has no text.')
      expect.ok(
        one.text !== other.text,
        'Two prompts have the same answer: the prompt does not arrive.',
      )
      expect.ok(one.id !== '' && one.id !== other.id, 'Two answers have the same id, or none.')
      expect.ok(one.model !== '', 'An answer does not say its model.')
      expect.equal(one.finish, 'complete', 'How a whole answer ends')
    },
  },
  {
    name: 'usage and cost',
    async run({ ai, ask, expect }) {
      const short = await ai.generate(ask('tea'), never)
      const long = await ai.generate(ask('tea '.repeat(300)), never)
      for (const answer of [short, long]) checkUsage(answer, { expect })
      expect.ok(
        long.usage.inputTokens > short.usage.inputTokens,
        'A long prompt uses no more tokens than a short one.',
      )
    },
  },
  {
    name: 'cut off',
    async run({ ai, ask, expect }) {
      const cut = await ai.generate(ask('the winter card', { maxOutputTokens: 5 }), never)
      expect.equal(cut.finish, 'length', 'How an answer ends that is longer than it may be')
      expect.ok(cut.text !== '', 'What was said before the end is lost.')
    },
  },
  {
    name: 'schema',
    async run({ ai, ask, expect }) {
      const schema = { name: 'post', schema: postSchema }
      const { text } = await ai.generate(ask('the winter card', { schema }), never)
      const post = JSON.parse(text) as Record<string, unknown>
      expect.equal(Object.keys(post).sort(), ['content', 'hashtags'], 'The properties of the JSON')
      expect.ok(typeof post['content'] === 'string', 'A text of the schema is none.')
      expect.ok(Array.isArray(post['hashtags']), 'A list of the schema is none.')
    },
  },
  {
    name: 'pictures',
    async run({ ai, ask, expect }) {
      // A view into a larger buffer, of which nothing else may go out.
      const bytes = Buffer.concat([Buffer.from('xx'), png(40, 30), Buffer.from('xx')]).subarray(
        2,
        -2,
      )
      const small = await ai.generate(ask('', { messages: shown(bytes) }), never)
      expect.ok(small.text !== '', 'A model that sees says nothing of a picture.')
      const none = await ai.generate(ask('', { messages: shown(Buffer.from('none')) }), never).then(
        () => 'an answer',
        (error: { readonly kind?: unknown }) => error.kind,
      )
      expect.equal(none, 'refused', 'What a picture that is none leads to')
    },
  },
  {
    name: 'stream',
    async run({ ai, ask, expect }) {
      const request = ask('the winter card')
      const steps: AiStep[] = []
      for await (const step of ai.stream(request, never)) steps.push(step)
      const last = steps.at(-1)
      const texts = steps.flatMap((step) => (step.kind === 'text' ? [step.text] : []))
      expect.ok(texts.length > 1, 'The text of a stream comes in one piece.')
      expect.ok(!texts.includes(''), 'A piece of a stream is empty.')
      expect.equal(steps.filter(({ kind }) => kind === 'answer').length, 1, 'Answers in a stream')
      if (last?.kind !== 'answer') {
        expect.ok(false, 'The last step of a stream is not the answer.')
        return
      }
      expect.equal(last.answer.text, texts.join(''), 'The answer and its pieces')
      expect.equal(last.answer.finish, 'complete', 'How a whole stream ends')
      checkUsage(last.answer, { expect })
    },
  },
  {
    name: 'models',
    async run({ ai, options, expect }) {
      const models = await ai.models(never)
      const mine = models.find(({ id }) => id === options.model)
      expect.ok(mine?.seesImages === true, 'The model of the test is not said to see pictures.')
      expect.ok(mine?.keepsSchema === true, 'The model of the test is not said to keep a schema.')
      expect.ok((mine?.contextTokens ?? 0) > 0, 'The model of the test has no context.')
      expect.equal(new Set(models.map(({ id }) => id)).size, models.length, 'Different models')
    },
  },
]

const postSchema = {
  type: 'object',
  properties: {
    content: { type: 'string' },
    hashtags: { type: 'array', items: { type: 'string' } },
  },
  required: ['content', 'hashtags'],
  additionalProperties: false,
}

function shown(bytes: Uint8Array) {
  const parts: AiPart[] = [
    { kind: 'text', text: 'Describe the picture.' },
    { kind: 'image', mediaType: 'image/png', bytes },
  ]
  return [{ role: 'user' as const, parts }]
}

function checkUsage({ usage }: AiAnswer, { expect }: Pick<AiBench, 'expect'>): void {
  const { inputTokens, outputTokens, costMicroUsd } = usage
  const counts = [inputTokens, outputTokens]
  expect.ok(
    counts.every((count) => Number.isInteger(count) && count > 0),
    'Tokens are not counted.',
  )
  expect.ok(
    costMicroUsd === null || (Number.isInteger(costMicroUsd) && costMicroUsd >= 0),
    'A cost is no whole number of millionths of a dollar.',
  )
}
