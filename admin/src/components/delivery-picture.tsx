import { Box } from '@adminjs/design-system'
import React from 'react'
import type { StepView } from '../lookups/publishing-views.ts'
import { signOf, toneOf, wordsOf, type Tone } from './tones.ts'
import { spanOf } from './moment.tsx'

/** Where a delivery is, from top to bottom; states of one lane differ in their sign. */
const lanes = [
  { label: 'Waits', states: ['scheduled', 'retry_wait'] },
  { label: 'T21 works', states: ['claimed', 'preparing', 'sending'] },
  { label: 'Network works', states: ['processing'] },
  { label: 'Not known', states: ['unknown', 'reconciling'] },
  { label: 'A person', states: ['needs_attention'] },
  { label: 'End', states: ['published', 'failed', 'expired', 'canceled'] },
] as const

const [left, top, column, row, radius] = [104, 20, 92, 58, 13]

/** The way of a delivery through its states, in the order of time. The list below it says the same in words. */
export function DeliveryPicture({
  steps: all,
}: {
  readonly steps: readonly StepView[]
}): React.ReactElement {
  const steps = withoutRepetitions(all)
  const used = lanes.filter(({ states }) => steps.some(({ to }) => isIn(states, to)))
  const place = (step: StepView, index: number) => ({
    x: left + column / 2 + index * column,
    y: top + row * used.findIndex(({ states }) => isIn(states, step.to)) + radius,
  })
  const width = left + steps.length * column
  const height = top + used.length * row
  const colours = window.THEME.colors as Readonly<Record<string, string>>
  const label = `The delivery was ${steps.map(({ to }) => wordsOf(to)).join(', then ')}.`
  return (
    <Box style={{ overflowX: 'auto' }} tabIndex={0} data-testid="delivery-picture">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
        <title>{label}</title>
        {used.map(({ label: lane }, index) => (
          <g key={lane}>
            <line
              x1={left}
              x2={width}
              y1={top + row * index + radius}
              y2={top + row * index + radius}
              stroke={colours['separator']}
              strokeDasharray="3 5"
            />
            <text
              x={0}
              y={top + row * index + radius + 4}
              fill={colours['grey60']}
              fontSize="12"
              fontWeight="600"
            >
              {lane}
            </text>
          </g>
        ))}
        {steps.map((step, index) => {
          const before = steps[index - 1]
          if (before === undefined) return null
          const [from, to] = [place(before, index - 1), place(step, index)]
          const middle = (from.x + to.x) / 2
          return (
            <path
              key={`${step.at}-${index}`}
              d={`M ${from.x} ${from.y} H ${middle} V ${to.y} H ${to.x}`}
              fill="none"
              stroke={colours['grey40']}
              strokeWidth="2"
            />
          )
        })}
        {steps.map((step, index) => {
          const { x, y } = place(step, index)
          const before = steps[index - 1]
          const span = before === undefined ? '' : spanOf(before.until, step.at)
          return (
            <g key={`${step.at}-${index}`} data-step={step.to}>
              <title>{`${wordsOf(step.to)}, ${step.at}`}</title>
              <Shape tone={toneOf(step.to)} x={x} y={y} colours={colours} />
              <text
                x={x}
                y={y + 5}
                textAnchor="middle"
                fontSize="14"
                fontWeight="700"
                fill={colours['white']}
              >
                {signOf(step.to)}
              </text>
              <text x={x} y={y + 28} textAnchor="middle" fontSize="11" fill={colours['text']}>
                {wordsOf(step.to)}
                {step.looks > 0 && ` ×${step.looks + 1}`}
              </text>
              <text x={x} y={y + 40} textAnchor="middle" fontSize="10" fill={colours['grey60']}>
                {span === '' || span === '0.0 s' ? '' : `+${span}`}
              </text>
            </g>
          )
        })}
      </svg>
    </Box>
  )
}

/** What went on in one state, such as one upload after another, is one sign with a number; the list below has each. */
function withoutRepetitions(steps: readonly StepView[]): StepView[] {
  const drawn: StepView[] = []
  for (const step of steps) {
    const last = drawn.at(-1)
    if (last?.to !== step.to) drawn.push(step)
    else
      drawn[drawn.length - 1] = { ...last, looks: last.looks + 1 + step.looks, until: step.until }
  }
  return drawn
}

/** A circle is well, a square goes on, a diamond is trouble, a round square waits. */
function Shape({
  tone,
  x,
  y,
  colours,
}: {
  readonly tone: Tone
  readonly x: number
  readonly y: number
  readonly colours: Readonly<Record<string, string>>
}): React.ReactElement {
  const r = radius
  switch (tone) {
    case 'success':
      return <circle cx={x} cy={y} r={r} fill={colours['success']} />
    case 'danger':
      return (
        <path
          d={`M ${x} ${y - r - 3} L ${x + r + 3} ${y} L ${x} ${y + r + 3} L ${x - r - 3} ${y} Z`}
          fill={colours['error']}
        />
      )
    case 'info':
      return <rect x={x - r} y={y - r} width={2 * r} height={2 * r} fill={colours['info']} />
    case 'default':
      return (
        <rect x={x - r} y={y - r} width={2 * r} height={2 * r} rx="7" fill={colours['grey60']} />
      )
  }
}

function isIn(states: readonly string[], state: string): boolean {
  return states.includes(state)
}
