import { Box, Text } from '@adminjs/design-system'
import type { ActionProps } from 'adminjs'
import React from 'react'
import type { DeliveryView } from '../lookups/publishing-views.ts'
import { DeliveryPicture } from './delivery-picture.tsx'
import { DeliverySteps, Problem } from './delivery-steps.tsx'
import { Facts } from './facts.tsx'
import { Outside, recordPath } from './record-link.tsx'
import { State } from './state-badge.tsx'
import { Moment } from './moment.tsx'
import { Panel } from './page-frame.tsx'

/** One delivery: where it is, what happens next, and everything that it went through. */
export function DeliveryPage({ record }: ActionProps): React.ReactElement | null {
  const details = (record as { details?: DeliveryView } | undefined)?.details
  if (!record || details === undefined) return null
  const { account, holdups, next, parts, steps } = details
  const params = record.params as Readonly<Record<string, string>>
  return (
    <Box data-testid="delivery-page">
      <Panel title="What happens next">
        <Box data-testid="next-step">
          <State state={details.state} />
          {next.text !== details.error?.remedy && (
            <Text mt="default">
              {next.text} {next.at !== null && <Moment at={next.at} far />}
            </Text>
          )}
          {holdups.map(({ text, until }) => (
            <Box key={text} mt="default" p="default" bg="warningLight" color="text" role="note">
              Held back: {text} {until !== null && <Moment at={until} far />}
            </Box>
          ))}
        </Box>
        {details.error !== null && <Problem problem={details.error} />}
        {details.warnings.map(({ message, remedy }) => (
          <Box key={message} mt="default" p="default" bg="warningLight" color="text" role="note">
            {message} {remedy}
          </Box>
        ))}
      </Panel>
      <Panel title="Timeline">
        <DeliveryPicture steps={steps} />
      </Panel>
      <Panel title="Details">
        <Facts
          facts={[
            ['Post', <a href={recordPath('posts', details.postId)}>The post</a>],
            [
              'Account',
              <a href={recordPath('social-accounts', details.socialAccountId)}>
                {account.username}
              </a>,
            ],
            [
              'Organization',
              <a href={recordPath('organizations', params['organizationId'] ?? '')}>
                {params['organizationName']}
              </a>,
            ],
            ['At the network', details.url === null ? '–' : <Outside url={details.url} />],
            ['Id at the network', details.platformPostId ?? '–'],
            ['Due', <Moment at={details.dueAt} far />],
            ['Not published by itself after', <Moment at={details.graceUntil} far />],
            [
              'Published',
              details.publishedAt === null ? '–' : <Moment at={details.publishedAt} far />,
            ],
            ['Attempts after the first', details.retryCount],
          ]}
        />
      </Panel>
      {(details.partCount > 1 || parts.length > 0) && (
        <Panel title={`Parts (${parts.length} of ${details.partCount} ended)`}>
          {parts.map((part) => (
            <Box key={part.position} py="default">
              <Box flex alignItems="center" style={{ gap: 8, flexWrap: 'wrap' }}>
                <State state={part.removedAt === null ? part.outcome : 'removed'} />
                <Text as="span">{kinds[part.kind] ?? part.kind}</Text>
                {part.url !== null && <Outside url={part.url} />}
              </Box>
              {part.error !== null && <Problem problem={part.error} />}
            </Box>
          ))}
        </Panel>
      )}
      <Panel title="History">
        <DeliverySteps steps={steps} actors={details.actors} />
      </Panel>
    </Box>
  )
}

const kinds: Readonly<Record<string, string>> = {
  post: 'The post',
  thread: 'A later post of its thread',
  first_comment: 'The first comment',
}
