import { Badge, ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps } from 'adminjs'
import React from 'react'

type Tone = 'success' | 'info' | 'danger' | 'default'

/** What a state means, whatever it is a state of. The picture says it too, for who does not see the colour. */
const meanings: Readonly<Record<Tone, { readonly sign: string; readonly states: string }>> = {
  success: { sign: '✓', states: 'active published paid delivered sent ready done completed' },
  danger: {
    sign: '✕',
    states: 'failed suspended deleted disconnected bounced needs_attention refused expired dead',
  },
  info: {
    sign: '↻',
    states:
      'claimed preparing sending processing publishing retry_wait reconciling unknown running',
  },
  default: { sign: '•', states: '' },
}

const tones = new Map(
  (Object.keys(meanings) as Tone[]).flatMap((tone) =>
    meanings[tone].states.split(' ').map((state) => [state, tone] as const),
  ),
)

/** A state: its word, its colour, and a sign that differs as the colour does. */
export function StateBadge({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const state = String(record?.params[property.path] ?? '')
  const tone = tones.get(state.toLowerCase()) ?? 'default'
  const badge =
    state === '' ? null : (
      <Badge variant={tone} size="sm" data-state={state}>
        <span aria-hidden="true">{meanings[tone].sign}&nbsp;</span>
        {state.replaceAll('_', ' ').toLowerCase()}
      </Badge>
    )
  if (where !== 'show') return <>{badge}</>
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{badge}</ValueGroup>
  )
}
