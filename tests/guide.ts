/** What the guide shows, as files. */

/** Two roots, as the guide writes it. */
export const CONFIG = `<Image name="message" value="$my_text"/>
<Choices name="sentiment_class" toName="message">
    <Choice value="Positive"/>
    <Choice value="Neutral"/>
    <Choice value="Negative"/>
</Choices>
`;

export const LINES = "this is a first task\nthis is a second task\n";
