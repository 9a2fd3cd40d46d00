/** A sentence with places: `{topic}`, `{Topic}` at its beginning, `{brand}`, `{audience}`, `{keyword}`. */
type Sentence = string

type Several = readonly [Sentence, ...Sentence[]]

/** How a text begins, by its tone. */
export const openings: readonly { readonly tone: RegExp; readonly sentences: Several }[] = [
  {
    tone: /profession|formal|business|expert|serious|confident|authorit/,
    sentences: [
      'A closer look at {topic}, and at what it changes in practice.',
      '{Topic}: three things that are worth knowing before everybody talks about them.',
      'What does {topic} mean for the day-to-day? More than it seems.',
      'Good work shows in the details, and {topic} is full of them.',
      'Much has been said about {topic}. This is what we have learned by doing it.',
    ],
  },
  {
    tone: /play|fun|humor|humour|witty|cheek|bold|quirky|young/,
    sentences: [
      'Stop scrolling: {topic} is here, and it brought snacks.',
      'Some things get better every time. Yes, we mean {topic}.',
      'Plot twist: {topic} turned out to be the best part of the week.',
      'Raise a hand if {topic} was not on your list for today. It is now.',
      'We promised to stay calm about {topic}. We did not.',
    ],
  },
  {
    tone: /urgen|excit|energ|enthus/,
    sentences: [
      'It is finally here: {topic}!',
      'Today is the day for {topic}!',
      'Big news: {topic} starts now.',
      'You asked, we listened. Say hello to {topic}!',
    ],
  },
  {
    tone: /inspir|warm|emotion|kind|calm|gentle|poetic/,
    sentences: [
      'It begins quietly, as good things do: {topic}.',
      'There is a moment in every day that belongs to {topic}.',
      'Slow down for a minute. {Topic} deserves it.',
      'Some stories start small. This one starts with {topic}.',
    ],
  },
  {
    tone: /^/,
    sentences: [
      'Let us talk about {topic}.',
      'Here is a little something about {topic}.',
      'Have you heard? {Topic} is what everybody here talks about.',
      'We have been looking forward to this: {topic}.',
      '{Topic} has our full attention this week.',
      'If you only have a minute today, spend it on {topic}.',
    ],
  },
]

/** What stands in the middle. */
export const middles: Several = [
  'We put care into every step, so that you notice the difference the first time.',
  'It started as an idea on a napkin, and it grew with every conversation.',
  'What we like most about it is how {keyword} can make an ordinary day a better one.',
  'Behind it are people who know {keyword} inside out and still find something new.',
  'No big words, no shortcuts: just {keyword}, done properly.',
  'Every detail has a reason, from the first sketch to the last touch.',
  'Ask anybody who has tried it, and you will hear the same word: finally.',
  'It works because it is simple, and it stays because it is good.',
  'For {audience}, it means less waiting and more of what matters.',
  'We made it for {audience}, and we listened before we began.',
  'Small changes add up: a better start, a calmer hour, a reason to smile.',
  'You can feel the season in it, and a little bit of home.',
  'The best part is that {keyword} is only the beginning.',
  'We tested it, changed it, and tested it again until nothing was left to take away.',
  'It fits into your day without asking for more than a minute.',
  'There is a story in every piece of it, and we are happy to tell it.',
  'Quality takes time, and we took it.',
  'Once you have seen it up close, you will look at {keyword} differently.',
  'We learned a lot on the way, most of all from your questions.',
  'It is the kind of thing that you tell a friend about.',
  'We looked for the simplest way to do {keyword} well.',
  'Nothing about it is accidental, and all of it is made to last.',
  'It brings people together around {keyword}, which is the whole point.',
  'We keep our promise: honest, close by, and made with patience.',
]

/** How a text ends. */
export const endings: Several = [
  'Come by and see for yourself.',
  'Tell us what you think in the comments.',
  'What would you try first?',
  'Save this for later, and share it with somebody who needs it.',
  'Find out more at {brand}.',
  'We look forward to hearing from you.',
  'Which part speaks to you most?',
  'See you soon at {brand}.',
  'Join us, and bring a friend.',
]

/** Where a text in another language begins; what follows stays as it is. */
export const languageMarks: Readonly<Record<string, string>> = {
  de: 'Auf Deutsch',
  german: 'Auf Deutsch',
  deutsch: 'Auf Deutsch',
  fr: 'En français',
  french: 'En français',
  es: 'En español',
  spanish: 'En español',
  it: 'In italiano',
  italian: 'In italiano',
  pt: 'Em português',
  portuguese: 'Em português',
  nl: 'In het Nederlands',
  dutch: 'In het Nederlands',
}
