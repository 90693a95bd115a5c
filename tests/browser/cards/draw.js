// Draws cards as a client of Teams would: its spacing, its sizes, a light, a dark and a high-contrast look.
// `draw` returns what the renderer had to complain about.

const PALETTES = {
  light: {
    page: "#f0f0f0", card: "#ffffff", quiet: "#f2f2f2", accent: "#dbe4fb",
    text: "#242424", subtle: "#555555", link: "#444791", wrong: "#b3172e", line: "#d1d1d1",
  },
  contrast: {
    page: "#000000", card: "#000000", quiet: "#000000", accent: "#1a1a1a",
    text: "#ffffff", subtle: "#ffffff", link: "#ffff01", wrong: "#ffff01", line: "#ffffff",
  },
  dark: {
    page: "#141414", card: "#292929", quiet: "#3a3a3a", accent: "#3b4680",
    text: "#ffffff", subtle: "#c8c8c8", link: "#a9b1ff", wrong: "#ff99a4", line: "#525252",
  },
};

function colours(palette, background) {
  const both = (colour) => ({ default: colour, subtle: colour });
  return {
    backgroundColor: background,
    foregroundColors: {
      default: { default: palette.text, subtle: palette.subtle },
      accent: both(palette.link),
      attention: both(palette.wrong),
      good: both(palette.text),
      warning: both(palette.text),
    },
  };
}

function hostConfig(palette) {
  return {
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', 'DejaVu Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    containerStyles: {
      default: colours(palette, palette.card),
      emphasis: colours(palette, palette.quiet),
      accent: colours(palette, palette.accent),
    },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" },
        optionalInputs: { weight: "bolder" },
      },
      errorMessage: { color: "attention", spacing: "small" },
    },
    actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
    factSet: {
      title: { weight: "bolder", wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 12,
    },
    table: { cellSpacing: 4 },
    textBlock: { headingLevel: 2 },
  };
}

function dress(palette) {
  for (const [name, colour] of Object.entries(palette)) {
    document.documentElement.style.setProperty(`--${name}`, colour);
  }
}

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownit({ linkify: true }).render(text);
  result.didProcess = true;
};

window.draw = (cards, theme) => {
  const palette = PALETTES[theme];
  const complaints = [];
  dress(palette);
  document.documentElement.style.colorScheme = theme === "light" ? "light" : "dark";
  window.sent = [];
  const chat = document.querySelector("main");
  chat.replaceChildren();
  for (const one of cards) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(palette));
    card.onExecuteAction = (action) => window.sent.push({ type: action.getJsonTypeName(), data: action.data });
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
    card.parse(one, context);
    for (let at = 0; at < context.eventCount; at += 1) complaints.push(context.getEventAt(at).message);
    for (const failure of card.validateProperties().validationEvents) complaints.push(failure.message);
    chat.append(card.render());
  }
  return complaints;
};
