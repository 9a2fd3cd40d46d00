import { Box, Text } from '@adminjs/design-system'
import React from 'react'
import type { CustomerData } from '../pages/customer/customer.page.ts'
import { Moment } from './moment.tsx'

const names: Readonly<Record<string, string>> = {
  brands: 'Brands',
  posts: 'Posts this month',
  aiCredits: 'AI credits this month',
  members: 'Members, with the owner',
  socialAccounts: 'Accounts',
  mediaBytes: 'Media',
}

/** How much of a plan is used. */
export function UsageBars({
  usage,
}: {
  readonly usage: CustomerData['usage']
}): React.ReactElement {
  return (
    <Box
      display="grid"
      style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))', gap: '16px' }}
    >
      {usage.map(({ limit, metric, resetsAt, used }) => (
        <Box key={metric}>
          <Text fontWeight="bold">{names[metric] ?? metric}</Text>
          <Text>
            {written(metric, used)} of {written(metric, limit)}
            {used >= limit && ' · all used'}
          </Text>
          <Box
            as="progress"
            aria-label={names[metric] ?? metric}
            max={limit}
            value={Math.min(used, limit)}
            width={1}
          />
          {resetsAt !== null && (
            <Text fontSize="sm" color="grey60">
              resets <Moment at={resetsAt} />
            </Text>
          )}
        </Box>
      ))}
    </Box>
  )
}

function written(metric: string, amount: number): string {
  if (metric !== 'mediaBytes') return amount.toLocaleString()
  const gibibytes = amount / 2 ** 30
  return gibibytes >= 1 || amount === 0
    ? `${Number(gibibytes.toFixed(1))} GiB`
    : `${Math.ceil(amount / 2 ** 20)} MiB`
}
