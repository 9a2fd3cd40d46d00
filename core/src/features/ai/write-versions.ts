import { isProviderFailure, type AiAnswer, type AiMessage } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { askModel, type Asking } from './ask-model.ts'
import { fitVersion, problemsOf, type Notice } from './fit-version.ts'
import { failureOf, ModelFailure } from './model-failure.ts'
import { messagesOf } from './prompts/prompt.ts'
import { repairMessages } from './prompts/repair.prompt.ts'
import type { Task } from './task.ts'
import { answerSchema, readAnswer, type Version } from './version.ts'

/** A version that can be used. */
export interface WrittenVersion extends Version {
  readonly key: string
  readonly notices: readonly Notice[]
}

/** What a model wrote. */
export interface Written {
  /** In the order in which they were wanted; what the model did not write is not there. */
  readonly versions: readonly WrittenVersion[]
  /** The model, as it calls itself. */
  readonly model: string
}

/** How versions are written. */
export interface Writing extends Omit<Asking, 'onText'> {
  /** Best first. */
  readonly models: readonly string[]
  /** The same for the same person always, and says nothing of them. */
  readonly caller: string
  /** How long all of it may take. */
  readonly milliseconds: number
  /** Text as it is written, from its beginning again after `restart`. */
  readonly live: { text(text: string): void; restart(): void } | undefined
}

/** Of the time that is left, what a model may take that has others behind it. */
const shareOfTime = 0.6

/**
 * Asks one model after the other until one has written something that can be used. Each may mend its answer once.
 *
 * @throws ModelFailure what became of the last one; what the signal was aborted with
 */
export async function writeVersions(
  context: Pick<Context, 'plugins'>,
  task: Task,
  writing: Writing,
): Promise<Written> {
  const { health, models, live } = writing
  const end = performance.now() + writing.milliseconds
  let failure: ModelFailure | undefined
  let asked = 0
  for (const [index, model] of models.entries()) {
    if (!health.mayAsk(model)) continue
    const isLast = index === models.length - 1
    const left = Math.max(0, end - performance.now())
    const own = AbortSignal.timeout(Math.ceil(isLast ? left : left * shareOfTime))
    const signal = AbortSignal.any([writing.signal, own])
    if (asked > 0) live?.restart()
    asked += 1
    try {
      return await withModel(context, task, { ...writing, signal }, model)
    } catch (error) {
      writing.signal.throwIfAborted()
      if (own.aborted && isLast) throw own.reason
      failure = failureOf(error, own)
      if (failure.kind === 'misconfigured') break
    }
  }
  throw failure ?? new ModelFailure('unavailable', 'All models rest.')
}

async function withModel(
  context: Pick<Context, 'plugins'>,
  task: Task,
  writing: Writing,
  model: string,
): Promise<Written> {
  const { live } = writing
  const keys = task.versions.map(({ key }) => key)
  const begun = messagesOf(task.prompt)
  const ask = (messages: readonly AiMessage[]) =>
    askModel(
      { ...writing, onText: live && ((text) => live.text(text)) },
      {
        model,
        messages,
        schema: { name: task.task, schema: { ...answerSchema(keys, task.fields) } },
        maxOutputTokens: task.maxOutputTokens,
        temperature: task.temperature,
        caller: writing.caller,
      },
    )
  const first = await ask(begun)
  const draft = judge(context, task, first)
  if (draft.problems.length === 0) return finished(context, task, draft)
  live?.restart()
  try {
    const second = await ask([...begun, ...repairMessages(first.text, draft.problems)])
    const mended = judge(context, task, second)
    const versions = new Map([...draft.versions, ...mended.versions])
    return finished(context, task, { versions, model: second.model })
  } catch (error) {
    // What cannot be mended is used as far as it goes.
    if (isProviderFailure(error) && draft.versions.size > 0) return finished(context, task, draft)
    throw error
  }
}

interface Judged {
  readonly versions: ReadonlyMap<string, Version>
  readonly model: string
}

/** @throws ModelFailure where a filter stopped it */
function judge(
  context: Pick<Context, 'plugins'>,
  task: Task,
  answer: AiAnswer,
): Judged & { readonly problems: readonly string[] } {
  if (answer.finish === 'filtered') throw new ModelFailure('declined', 'A filter stopped it.')
  const keys = task.versions.map(({ key }) => key)
  const { versions, problems } = readAnswer(answer.text, keys, task.fields)
  const found = [...problems]
  for (const { key, connector } of task.versions) {
    const version = versions.get(key)
    if (version === undefined) continue
    const wrong = problemsOf(context, version, { connector, bannedWords: task.bannedWords })
    found.push(...wrong.map((problem) => `"${key}": ${problem}`))
  }
  if (answer.finish === 'length' && found.length > 0) found.unshift('It broke off: write less.')
  return { versions, model: answer.model, problems: found }
}

/** @throws ModelFailure where there is nothing to use */
function finished(
  context: Pick<Context, 'plugins'>,
  task: Task,
  { versions, model }: Judged,
): Written {
  const written = task.versions.flatMap(({ key, connector }) => {
    const version = versions.get(key)
    if (version === undefined) return []
    const fitted = fitVersion(context, version, { connector, bannedWords: task.bannedWords })
    return [{ key, ...fitted.version, notices: fitted.notices }]
  })
  if (written.length === 0) throw new ModelFailure('unusable', 'Nothing could be read of it.')
  return { versions: written, model }
}
