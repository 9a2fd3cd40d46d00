import { Box, Button, MessageBox, Text } from '@adminjs/design-system'
import React, { type ReactNode } from 'react'

/** A page of the console: its title, what is wrong, and a way to look again. */
export function PageFrame({
  title,
  about,
  problem,
  loading,
  onReload,
  tools,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly problem: string
  readonly loading: boolean
  readonly onReload: () => void
  readonly tools?: ReactNode
  readonly children: ReactNode
}): React.ReactElement {
  return (
    <Box p={['default', 'xl', 'xxl']} data-testid="page">
      <Box
        display="flex"
        flexWrap="wrap"
        justifyContent="space-between"
        alignItems="center"
        style={{ gap: '12px' }}
      >
        <Box
          as="h2"
          m="0"
          color="text"
          style={{ fontSize: 28, lineHeight: '36px', fontWeight: 600 }}
        >
          {title}
        </Box>
        <Box display="flex" flexWrap="wrap" alignItems="center" style={{ gap: '8px' }}>
          {tools}
          <Button type="button" size="sm" variant="outlined" onClick={onReload}>
            Look again
          </Button>
        </Box>
      </Box>
      {about !== undefined && (
        <Text mt="default" color="grey60">
          {about}
        </Text>
      )}
      {problem !== '' && (
        <MessageBox my="lg" variant="danger" role="alert" message={problem} data-testid="problem" />
      )}
      {loading && problem === '' ? (
        <Text my="xl" role="status">
          Looking …
        </Text>
      ) : (
        children
      )}
    </Box>
  )
}

/** A part of a page. */
export function Panel({
  title,
  children,
  testId,
  wide = false,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly testId?: string
  /** In a grid: all of a row. */
  readonly wide?: boolean
}): React.ReactElement {
  return (
    <Box
      as="section"
      bg="container"
      border="default"
      borderRadius="lg"
      p={['default', 'xl']}
      mt="lg"
      aria-label={title}
      data-testid={testId}
      {...(wide && { style: { gridColumn: '1 / -1' } })}
    >
      <Box as="h3" m="0" mb="default" color="text" style={{ fontSize: 16, fontWeight: 700 }}>
        {title}
      </Box>
      {children}
    </Box>
  )
}

/** What a part says that has nothing to show. */
export function Nothing({ children }: { readonly children: ReactNode }): React.ReactElement {
  return (
    <Text py="default" color="grey60">
      {children}
    </Text>
  )
}
