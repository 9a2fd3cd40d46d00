import { Box, Text } from '@adminjs/design-system'
import React from 'react'
import type { DeliveryView, ProblemView, StepView } from '../lookups/publishing-views.ts'
import { State } from './state-badge.tsx'
import { Moment, spanOf } from './moment.tsx'

const proofs: Readonly<Record<string, string>> = {
  reply: 'the network’s reply',
  confirm: 'the network said so when it was asked',
  reconcile: 'it was found at the network',
  person: 'a person saw it',
  webhook: 'the network told us',
}

/** The history of a delivery in words, oldest first: what, when, who, why, on what evidence. */
export function DeliverySteps({
  steps,
  actors,
}: Pick<DeliveryView, 'steps' | 'actors'>): React.ReactElement {
  return (
    <Box as="ol" style={{ listStyle: 'none', margin: 0, padding: 0 }} data-testid="delivery-steps">
      {steps.map((step, index) => (
        <Box
          as="li"
          key={`${step.at}-${index}`}
          py="default"
          style={{ borderTop: '1px solid var(--line, transparent)' }}
        >
          <Box flex alignItems="center" style={{ gap: 8, flexWrap: 'wrap' }}>
            <State state={step.to} />
            <Moment at={step.at} />
            <Text as="span" color="grey60">
              {after(steps[index - 1], step)}
            </Text>
          </Box>
          <Text mt="sm">
            {step.meaning}
            {step.part > 0 && ` Part ${step.part + 1}.`}
            {step.looks > 0 && ` Asked ${step.looks} more times without an answer.`}
          </Text>
          <Text color="grey60" style={{ overflowWrap: 'anywhere' }}>
            {whoOf(step.actor, actors)}
            {step.proof !== null && `. Proof: ${proofs[step.proof] ?? step.proof}`}
          </Text>
          {step.error !== null && <Problem problem={step.error} />}
        </Box>
      ))}
    </Box>
  )
}

/** What went wrong, what the network said, and what helps. */
export function Problem({ problem }: { readonly problem: ProblemView }): React.ReactElement {
  const { code, message, networkCode, networkMessage, remedy } = problem
  return (
    <Box
      mt="default"
      p="default"
      bg="errorLight"
      color="text"
      style={{ borderRadius: 6, overflowWrap: 'anywhere' }}
    >
      <Text>
        <strong>{code.replaceAll('_', ' ')}</strong>: {message}
      </Text>
      {networkMessage !== undefined && (
        <Text mt="sm">
          The network: “{networkMessage}”{networkCode !== undefined && ` (${networkCode})`}
        </Text>
      )}
      <Text mt="sm">What helps: {remedy}</Text>
    </Box>
  )
}

function after(before: StepView | undefined, step: StepView): string {
  return before === undefined ? '' : `+${spanOf(before.until, step.at)}`
}

function whoOf(actor: string, actors: Readonly<Record<string, string>>): string {
  const [kind = '', name = ''] = actor.split(/:(.*)/s)
  if (kind === 'worker') return `Worker ${name}`
  if (kind === 'sweeper') return 'Sweeper'
  if (kind === 'staff') return `Staff: ${actors[actor] ?? name}`
  if (kind === 'user') return `Customer: ${actors[actor] ?? name}`
  return actor
}
