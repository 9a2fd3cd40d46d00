import { Badge, ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps } from 'adminjs'
import React from 'react'
import { signOf, toneOf, wordsOf } from './tones.ts'

/** A state: its word, its colour, and a sign that differs as the colour does. */
export function State({ state }: { readonly state: string }): React.ReactElement {
  return (
    <Badge variant={toneOf(state)} size="sm" data-state={state}>
      <span aria-hidden="true">{signOf(state)}&nbsp;</span>
      {wordsOf(state)}
    </Badge>
  )
}

/** A field that holds a state. */
export function StateBadge({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const state = String(record?.params[property.path] ?? '')
  const badge = state === '' ? null : <State state={state} />
  if (where !== 'show') return <>{badge}</>
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{badge}</ValueGroup>
  )
}
