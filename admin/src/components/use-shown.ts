import { ApiClient, type RecordJSON } from 'adminjs'
import { useCallback, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { sentenceOf } from './use-page.ts'

interface Read {
  readonly key: string
  readonly record: RecordJSON | null
}

/** A record as it is read for its page. */
export interface ShownRecord {
  /** `undefined` until it is there; `null` where there is none for whoever asks. */
  readonly record: RecordJSON | null | undefined
  readonly problem: string
  /** Another number after each reading anew. */
  readonly round: number
  reload(): void
}

/** Reads a record, and again after something was done to it. */
export function useShown(resourceId: string, recordId: string): ShownRecord {
  const [read, setRead] = useState<Read>()
  const [problem, setProblem] = useState('')
  const [round, setRound] = useState(0)
  const { key: place, state } = useLocation()
  const key = `${resourceId}/${recordId}`
  const reload = useCallback(() => setRound((before) => before + 1), [])
  useEffect(() => {
    if ((state as { readonly done?: true } | null)?.done === true) reload()
  }, [place, reload, state])
  useEffect(() => {
    let gone = false
    setProblem('')
    new ApiClient().recordAction({ resourceId, recordId, actionName: 'show' }).then(
      ({ data }) => {
        const record = (data as { readonly record?: RecordJSON }).record
        if (!gone) setRead({ key, record: record?.recordActions === undefined ? null : record })
      },
      (error: unknown) => {
        if (!gone) setProblem(sentenceOf(error).message)
      },
    )
    return () => {
      gone = true
    }
  }, [key, recordId, resourceId, round])
  return { record: read?.key === key ? read.record : undefined, problem, round, reload }
}
