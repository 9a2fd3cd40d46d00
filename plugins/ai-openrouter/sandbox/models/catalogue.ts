/** A model of the emulation. */
export interface Model {
  readonly id: string
  readonly name: string
  readonly contextLength: number
  readonly sees: boolean
  readonly keepsSchema: boolean
  readonly moderated: boolean
  /** In dollars per token. */
  readonly price: { readonly prompt: number; readonly completion: number }
  /** What is wrong with it, for tests; README.md says what each does. */
  readonly trait?: Trait
}

/** Models that are strange, each in its own way: see README.md. */
const traits = [
  'busy',
  'cuts-off',
  'breaks-off',
  'down',
  'empty',
  'filters',
  'gone',
  'loose',
  'overflows',
  'refuses',
  'silent',
  'slow',
  'timeout',
] as const

/** See README.md. */
export type Trait = (typeof traits)[number]

const able = { contextLength: 128_000, sees: true, keepsSchema: true, moderated: false }

const makers: readonly Model[] = [
  model('openai/gpt-4o-mini', 'OpenAI: GPT-4o-mini', [0.15, 0.6], { moderated: true }),
  model('openai/gpt-4o', 'OpenAI: GPT-4o', [2.5, 10], { moderated: true }),
  model('openai/gpt-4.1-mini', 'OpenAI: GPT-4.1 Mini', [0.4, 1.6], { contextLength: 1_047_576 }),
  model('anthropic/claude-haiku-4.5', 'Anthropic: Claude Haiku 4.5', [1, 5], {
    contextLength: 200_000,
  }),
  model('anthropic/claude-sonnet-4.5', 'Anthropic: Claude Sonnet 4.5', [3, 15], {
    contextLength: 1_000_000,
  }),
  model('anthropic/claude-sonnet-4', 'Anthropic: Claude Sonnet 4', [3, 15], {
    contextLength: 1_000_000,
  }),
  model('google/gemini-2.5-flash', 'Google: Gemini 2.5 Flash', [0.3, 2.5], {
    contextLength: 1_048_576,
  }),
  model('google/gemini-2.5-flash-lite', 'Google: Gemini 2.5 Flash Lite', [0.1, 0.4], {
    contextLength: 1_048_576,
  }),
  model('mistralai/mistral-small-3.2-24b-instruct', 'Mistral: Mistral Small 3.2 24B', [0.06, 0.18]),
  model('meta-llama/llama-3.3-70b-instruct', 'Meta: Llama 3.3 70B Instruct', [0.13, 0.39], {
    sees: false,
  }),
  model('gryphe/mythomax-l2-13b', 'MythoMax 13B', [0.05, 0.09], {
    contextLength: 4_096,
    sees: false,
    keepsSchema: false,
  }),
]

const strange: readonly Model[] = traits.map((trait) => ({
  ...model(`sandbox/${trait}`, `Sandbox: ${trait}`, [0.1, 0.4]),
  trait,
}))

const all = new Map([...makers, ...strange].map((one) => [one.id, one]))

/** Every model that is offered. */
export function listedModels(): readonly Model[] {
  return [...all.values()].filter(({ trait }) => trait !== 'gone')
}

/** A model by its id; variants, such as `:free` or `:nitro`, are the model itself. */
export function findModel(id: string): Model | undefined {
  return all.get(id.replace(/:[a-z]+$/, ''))
}

/** @param prices in dollars per million tokens */
function model(
  id: string,
  name: string,
  [prompt, completion]: readonly [number, number],
  more: Partial<Model> = {},
): Model {
  const price = { prompt: prompt / 1_000_000, completion: completion / 1_000_000 }
  return { id, name, price, ...able, ...more }
}
