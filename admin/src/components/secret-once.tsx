import { Box, Button, MessageBox, Text } from '@adminjs/design-system'
import React from 'react'

/** What is shown this once. */
export interface Secret {
  readonly label: string
  readonly value: string
  /** It is the address of a page. */
  readonly opens?: true
}

/** Shows a secret until the person says that they have kept it. */
export function SecretOnce({
  secret: { label, opens, value },
  onKept,
}: {
  readonly secret: Secret
  readonly onKept: () => void
}): React.ReactElement {
  return (
    <Box p="xl" data-testid="secret">
      <MessageBox mb="lg" variant="info" message="It is shown this once, and stands nowhere." />
      {opens === true ? (
        <a href={value} target="_blank" rel="noopener noreferrer">
          {label}
        </a>
      ) : (
        <>
          <Text mb="default">{label}</Text>
          <Box as="code" fontSize="lg" style={{ overflowWrap: 'anywhere', userSelect: 'all' }}>
            {value}
          </Box>
        </>
      )}
      <Box mt="xl">
        <Button type="button" variant="contained" onClick={onKept}>
          {opens === true ? 'Done' : 'I have kept it'}
        </Button>
      </Box>
    </Box>
  )
}
