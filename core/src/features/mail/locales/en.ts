/**
 * All that mails say, in English. Another language is a file beside this one, `export const de: Messages = { … }`: a text that is
 * missing does not compile. Sentences with values in them are functions, so that each language builds its own.
 */
export const en = {
  footer: {
    automatic: 'This mail was sent by T21. Nobody reads answers to it.',
    preferences: 'Choose what comes by mail',
    unsubscribe: 'Stop mails like this one',
  },
  verifyEmail: {
    subject: 'Please confirm your e-mail address',
    heading: 'Welcome to T21',
    ask: 'Please confirm that this address is yours.',
    button: 'Confirm the address',
    note: ({ hours }: { hours: number }) =>
      `The link works once, for ${hours} hours. If you did not register, ignore this mail: nothing will be sent to you, and nobody can confirm the address without it.`,
  },
  resetPassword: {
    subject: 'Choose a new password',
    ask: 'Somebody, probably you, asked for a new password for your T21 account.',
    button: 'Choose a password',
    note: ({ minutes }: { minutes: number }) =>
      `The link works once, for ${minutes} minutes, and ends every session of your account. If you did not ask, ignore this mail: your password stays as it is.`,
  },
  passwordChanged: {
    subject: 'Your password was changed',
    everySession: 'The password of your T21 account was just changed, and every session was ended.',
    everyOtherSession:
      'The password of your T21 account was just changed, and every other session was ended.',
    advice:
      'If this was you, there is nothing to do. If it was not, ask for a new password at once.',
    button: 'Ask for a new password',
  },
  loginChanged: {
    subjects: {
      secondFactorOn: 'A second factor was switched on',
      secondFactorOff: 'The second factor was switched off',
      recoveryCodesRenewed: 'New recovery codes were made',
      recoveryCodeUsed: 'A recovery code was used',
      linked: 'Another way to log in was added',
      unlinked: 'A way to log in was removed',
    },
    told: {
      secondFactorOn:
        'A second factor was switched on for your T21 account, and every other session was ended.',
      secondFactorOff:
        'The second factor of your T21 account was switched off, and every other session was ended.',
      recoveryCodesRenewed:
        'New recovery codes were made for your T21 account; those before are worth nothing.',
      recoveryCodeUsed: ({ left }: { left: number }) =>
        `Somebody logged in to your T21 account with a recovery code. ${left} are left.`,
      linked: ({ provider }: { provider: string }) =>
        `One can log in to your T21 account with ${provider} now.`,
      unlinked: ({ provider }: { provider: string }) =>
        `One cannot log in to your T21 account with ${provider} any more.`,
    },
    advice:
      'If this was you, there is nothing to do. If it was not, choose a new password at once, which ends every session.',
    button: 'Choose a new password',
  },
  confirmNewEmail: {
    subject: 'Please confirm your new e-mail address',
    ask: 'Somebody, probably you, asked that this become the address of their T21 account.',
    login: 'Confirm it logged in to that account.',
    button: 'Confirm the new address',
    note: ({ minutes }: { minutes: number }) =>
      `The link works once, for ${minutes} minutes. If you did not ask, ignore this mail: nothing happens without the link.`,
  },
  emailChanged: {
    subject: 'Your e-mail address was changed',
    told: 'The address of your T21 account was just changed, as was asked for with its password: it is not this one any more. Every other session was ended.',
    advice: 'If this was not you, write to the support at once.',
  },
  emailChangeAsked: {
    subject: 'Another e-mail address was asked for',
    told: 'Somebody who knows the password of your T21 account asked for another e-mail address. It changes when that address is confirmed.',
    advice:
      'If this was you, there is nothing to do. If it was not, choose a new password at once, which also puts an end to the change.',
    button: 'Choose a new password',
  },
  accountDeleted: {
    subject: 'Your account was deleted',
    told: 'Your T21 account was deleted, as was asked for with its password. What is left of it is being erased.',
    advice:
      'What was published stays on the networks. If this was not you, write to the support at once.',
  },
  exportAsked: {
    subject: 'The copy of your data that you asked for',
    told: 'You asked our support for a copy of everything that T21 knows of you. It is being made and will be there within minutes, for seven days.',
    button: 'Get your data',
    note: 'You have to be logged in. Nobody of the support has seen or received the file. If you did not ask for it, write to the support.',
  },
  invitation: {
    subject: ({ organization }: { organization: string }) => `You are invited to ${organization}`,
    told: ({ inviter, organization }: { inviter: string; organization: string }) =>
      `${inviter} invites you to work with ${organization} on T21. Join with an account of this e-mail address.`,
    button: 'See the invitation',
    note: ({ days }: { days: number }) =>
      `The link works once, for ${days} days. If you do not know them, ignore this mail: nothing happens without you.`,
  },
  /** What stands below a notification that comes by mail, by what it is about. */
  notices: {
    postFailed: {
      advice:
        'Nothing is lost: the post is kept. Open it to read why, change it, and send it again.',
      button: 'Open the post',
    },
    needsAttention: {
      advice:
        'T21 could not find out what became of the post, and never sends one twice by guessing. Look at the network and say whether it is there.',
      button: 'Decide',
    },
    reconnect: {
      advice: 'Connecting takes a minute, and what waits goes out after it.',
      button: 'Connect the account',
    },
    paymentFailed: {
      advice: 'Look at your payment method, so that your plan goes on without a break.',
      button: 'See the subscription',
    },
    limitReached: {
      advice:
        'A larger plan lifts the limit at once; otherwise it begins anew with the next period.',
      button: 'See what is used',
    },
    other: { advice: '', button: 'Open it in T21' },
  },
  notifications: {
    subject: ({ count }: { count: number }) => `${count} notifications`,
    button: 'Open it in T21',
  },
  weeklySummary: {
    subject: ({ published, week }: { published: number; week: string }) =>
      published === 1 ? `Your week: 1 post (${week})` : `Your week: ${published} posts (${week})`,
    heading: ({ week }: { week: string }) => `Your week, ${week}`,
    figures: 'Posts',
    published: 'Published',
    failed: 'Failed',
    scheduled: 'Scheduled for this week',
    best: 'What did best',
    engagements: 'Engagements',
    impressions: 'Views',
    unknown: '–',
    button: 'See all figures',
  },
}

/** What every language has to say. */
export type Messages = typeof en
