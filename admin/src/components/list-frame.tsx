import type { ActionProps } from 'adminjs'
import React, { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { Trouble } from './page-states.tsx'
import { listFailed } from './watch-answers.ts'

interface Props extends ActionProps {
  readonly OriginalComponent: React.ComponentType<ActionProps>
}

/** A list, or why it could not be read, with a way to try again: AdminJS's own waits for ever for an answer that did not come. */
export function DefaultListAction({ OriginalComponent, ...props }: Props): React.ReactElement {
  const [problem, setProblem] = useState('')
  const [round, setRound] = useState(0)
  const { search } = useLocation()
  useEffect(() => setProblem(''), [search])
  useEffect(() => {
    const noted = (event: Event) => setProblem((event as CustomEvent<string>).detail)
    window.addEventListener(listFailed, noted)
    return () => window.removeEventListener(listFailed, noted)
  }, [])
  const again = () => {
    setProblem('')
    setRound(round + 1)
  }
  if (problem !== '') return <Trouble problem={problem} onReload={again} />
  return <OriginalComponent key={round} {...props} />
}
