import { Box, Text } from '@adminjs/design-system'
import type { ActionProps } from 'adminjs'
import React from 'react'
import type { PostView } from '../lookups/publishing-views.ts'
import { Facts } from './facts.tsx'
import { Outside, recordPath } from './record-link.tsx'
import { State } from './state-badge.tsx'
import { Moment } from './moment.tsx'
import { networkName } from './network-name.tsx'
import { Panel } from './page-frame.tsx'

/** One post: what it says, and how it fares at each account. */
export function PostPage({ record }: ActionProps): React.ReactElement | null {
  const post = (record as { details?: PostView } | undefined)?.details
  if (!record || post === undefined) return null
  const params = record.params as Readonly<Record<string, string | null>>
  const moment = (name: string) => {
    const at = params[name]
    return typeof at === 'string' && at !== '' ? <Moment at={at} far /> : '–'
  }
  const userId = params['userId']
  return (
    <Box data-testid="post-page">
      <Panel title="Deliveries">
        {post.deliveries.length === 0 && <Text>Nowhere yet: it is not scheduled.</Text>}
        {post.deliveries.map((delivery) => (
          <Box key={delivery.id} py="default">
            <Box flex alignItems="center" style={{ gap: 8, flexWrap: 'wrap' }}>
              <State state={delivery.state} />
              <a href={recordPath('deliveries', delivery.id)}>
                {networkName(delivery.platform)} · {delivery.username}
              </a>
              <Moment at={delivery.dueAt} far />
            </Box>
            {delivery.problem !== null && <Text mt="sm">{delivery.problem}</Text>}
            {delivery.url !== null && <Outside url={delivery.url} />}
          </Box>
        ))}
      </Panel>
      <Panel title="Content">
        <Words text={post.content} />
        {post.hashtags.length > 0 && (
          <Text mt="default">{post.hashtags.map((tag) => `#${tag}`).join(' ')}</Text>
        )}
        {post.thread.map((text, index) => (
          <Box key={index} mt="lg">
            <Text color="grey60">Then, {index + 2} in the thread</Text>
            <Words text={text} />
          </Box>
        ))}
        {post.firstComment !== null && (
          <Box mt="lg">
            <Text color="grey60">First comment</Text>
            <Words text={post.firstComment} />
          </Box>
        )}
        {post.overrides.map(({ content, platform }) => (
          <Box key={platform} mt="lg">
            <Text color="grey60">On {networkName(platform)} instead</Text>
            {content !== null && <Words text={content} />}
          </Box>
        ))}
      </Panel>
      {post.media.length > 0 && (
        <Panel title="Media">
          {post.media.map((medium) => (
            <Box key={`${medium.platform}-${medium.part}-${medium.id}`} py="sm">
              <State state={medium.status} />{' '}
              <a href={recordPath('media', medium.id)}>{medium.name}</a> {medium.type}
            </Box>
          ))}
        </Panel>
      )}
      <Panel title="Details">
        <Facts
          facts={[
            ['Status', <State state={params['status'] ?? ''} />],
            [
              'Organization',
              <a href={recordPath('organizations', params['organizationId'] ?? '')}>
                {params['organizationName']}
              </a>,
            ],
            [
              'Brand',
              <a href={recordPath('brands', params['brandId'] ?? '')}>{params['brandName']}</a>,
            ],
            [
              'Author',
              typeof userId === 'string' && userId !== '' ? (
                <a href={recordPath('users', userId)}>{post.author ?? 'Their page'}</a>
              ) : (
                'No longer here'
              ),
            ],
            ['Scheduled for', moment('scheduledFor')],
            ['Published', moment('publishedAt')],
            ['Written', moment('createdAt')],
          ]}
        />
      </Panel>
    </Box>
  )
}

/** A text as its author broke it into lines. */
function Words({ text }: { readonly text: string }): React.ReactElement {
  return <Box style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Box>
}
