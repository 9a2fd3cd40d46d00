import { ApiClient } from 'adminjs'
import { useCallback, useEffect, useState } from 'react'
import type { Form } from './command-fields.tsx'

/** What a page got, or why it got nothing. */
export interface PageState<Data> {
  readonly data: (Data & { readonly commands: Readonly<Record<string, Form>> }) | null
  readonly problem: string
  reload(): void
}

/** Reads the data of a page, anew where its parameters change. */
export function usePage<Data>(
  pageName: string,
  params: Readonly<Record<string, string>> = {},
): PageState<Data> {
  const [data, setData] = useState<PageState<Data>['data']>(null)
  const [problem, setProblem] = useState('')
  const [round, setRound] = useState(0)
  const asked = JSON.stringify(params)
  useEffect(() => {
    let gone = false
    new ApiClient().getPage({ pageName, params: JSON.parse(asked) as Record<string, string> }).then(
      (answer) => {
        if (gone) return
        setData(answer.data as PageState<Data>['data'])
        setProblem('')
      },
      (error: unknown) => {
        if (gone) return
        // What was asked before is no answer to this.
        setData(null)
        setProblem(sentenceOf(error).message)
      },
    )
    return () => {
      gone = true
    }
  }, [pageName, asked, round])
  const reload = useCallback(() => setRound((before) => before + 1), [])
  return { data, problem, reload }
}

/** What the server said against it, in general and by field. */
export function sentenceOf(error: unknown): {
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
} {
  const { response } = error as {
    response?: {
      status?: number
      data?: {
        error?: { message?: string; details?: unknown }
        meta?: { requestId?: string }
      }
    }
  }
  const { details, message } = response?.data?.error ?? {}
  const id = response?.data?.meta?.requestId
  const list = Array.isArray(details) ? (details as { field?: string; message?: string }[]) : []
  const fields = Object.fromEntries(
    list.flatMap((one) => (one.field && one.message ? [[one.field, one.message]] : [])),
  )
  if (message === undefined) {
    return { message: 'The console did not answer. Try again in a moment.', fields }
  }
  // What broke is in the logs, under this id.
  const broke = (response?.status ?? 0) >= 500 && id !== undefined
  return { message: broke ? `${message} Request ${id}` : message, fields }
}
