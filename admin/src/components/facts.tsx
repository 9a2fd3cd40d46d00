import { Box, Text } from '@adminjs/design-system'
import React, { type ReactNode } from 'react'

/** Names and what they are, in as many columns as there is room for. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[]
}): React.ReactElement {
  return (
    <Box
      as="dl"
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
        gap: '16px 24px',
        margin: 0,
      }}
    >
      {facts.map(([name, value]) => (
        <Box as="div" key={name} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          <Text as="dt" color="grey60" fontSize="sm">
            {name}
          </Text>
          <Box as="dd" style={{ margin: 0 }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  )
}
