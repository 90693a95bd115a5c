"""What people wrap a time in: greetings, proposals, thanks, places. None of it changes the time."""

_SMALL_WORDS = """
    fixed for; pretty please; sound; sounds; only; sharp; prompt; promptly; on the dot; manage; dont forget
    itll; itd; have|has to; a; an; the; at; on; of; in; for; so; then; that; this; it; its; just; also; well
    with; to do; if so; or so; i; we; you; me; us; my; our; your; he; she; they; both; all; everyone; either
    too; now; there; here; again; im; id; ill; ive; were; youre; theyre; thats; theres; hes; shes; well then
    that one; this one; as well; can; could; would; will; should; may; might; must; do; does; did; be; is
    are; was; been; am; i am; am i; have; has; had; have got; ive got; i have; weve; go; get; got; got to
    to be; eg; ie; re; ish; being; that is; it is; is it; was it; about; around; exactly; precisely
"""
_GREETINGS = """
    hi; hello; hey; hiya; dear; hi|hello|dear|hey {name}; morning all; good morning|afternoon|evening; oh
    ah; yes; yeah; yep; yup; sure; okay; fine; great; good; lovely; perfect; brilliant; super; cool; nice
    right; alright; excellent; wonderful; fab; fabulous; grand; ideal; best; absolutely; of course; um; er
    hmm; erm; please; thanks; thank you; many thanks; thanks a lot; thank you so|very much; thanks so much
    ta; cheers; thanks {name}; kind|best|warm regards|wishes; all the best; regards; x; xx; xxx; sorry
    apologies; [will] see|speak_to|talk_to you|ya [then|there|soon]; speak|talk|see then; until then
    [im] looking forward [to it|that]; sounds good|great|fine|perfect|lovely; all good; cant wait
    no worries|problem|problems|bother; no problem with; not a problem; not bad
    have a good|nice|lovely weekend|evening|day
"""
_PROPOSALS = """
    lets [do|say|try|go|meet|book|aim]; let us [do|say|meet]; let me|us know
    shall|can|could|may|might we|i [do|say|try|go|meet|book|suggest|propose|have|get]; how|what about
    how [about]; how does|is|would|do; hows; howd; would|could|can|are|do|will you; would|does|will it|that
    you free|around; [is|was] [there] any chance [of]; i wonder|wondered [if]; i was wondering [if|whether]
    wondering if; want to; wanted to; going|hoping|happy|keen|glad|able|free|like|love|need|have|got|easy to
    happy with; i|id|we|wed like|love|prefer|suggest|propose; i|id|we|wed would like|love|prefer [to]
    would|id like|love to; say; see; try; take; want; need; like; love; suggest; propose; prefer; think
    thinking; reckon; guess; suppose; hope; hoping; mean; aim; looking at; thinking of
    go|aim|plan|opt|settle|ask for; go|stick|start with; stick to; plan|settle|agree on; up|down|in for
    pencil|pop|put|book|stick|fit|squeeze me|us|it|that in|down [for]; put me|us|it|that; sign me up for
    pencil|pencilled|book|booked|pop [in] [for]; put; schedule|scheduled [for]; set [for]
    arrange|arranged [for]; why not [try]; why dont we [do|say|try|meet]; cant|couldnt we [do|say|try|meet]
    [i] dont suppose; you could|can; as discussed|agreed|planned; confirmed; confirm; confirming; agreed
    accepted; done; deal; lets confirm; maybe; perhaps; possibly; ideally; preferably; probably; tentatively
    definitely; certainly; actually; really; honestly; obviously; quickly; quick; short; brief; ready
    convenient; possible; suitable; what do you think|say; what would you say to
    i|we think|guess|suppose|reckon|hope; you can|could do|make; you up for; are you up for; fancy
    do you fancy; any good; any good for you; any use; be any good
"""
_BY_YOUR_LEAVE = """
    if possible|needed|convenient|poss; if you can|could|like|want|prefer|fancy|wish|agree
    if thats|its|it|that okay|alright|good|fine|possible|convenient [with|for|by] [you]
    if that|it is okay|alright|good|fine|possible|convenient [with|for|by] [you]
    if that|it|this works|suits|helps [for] [you|us]; if that|it would work|suit|help [for] [you]
    if youre|your|you_are free|around|available|in|up_for_it; as long as thats okay|fine [with] [you]
    if you have|ve|had time; if you dont mind; if its not too much trouble; if thats not a problem
    does|would|will|might that|this|it work|suit|be_okay|be_fine|be_good|be_possible [for|with] [you|us]
    is that|this|it okay|alright|good|fine|possible|convenient|any_good [for|with] [you|us]
    okay|alright|good|fine with|for|by you|everyone|all|us; okay by you; work with you; work around you
    let me know [if|whether] [that|it] [works|suits|is_okay] [for] [you]; let me know what you think
    be okay|fine|good|great|perfect|ideal|lovely|best|alright|possible
"""
_OCCASIONS = """
    1:1; one to one; one on one; [the|our|my] {nth} meeting|session|chat|call|time|visit
    to meet|talk|speak|chat|catch_up|do|see|have|get|come|get_together|connect; meet [up]; meeting; meetup
    catch up; meet with; call; chat; talk; speak; session; coffee; tea; a coffee|tea|cuppa|brew|drink; cuppa
    interaction; slot; time; date; day; diary slot; appointment; invite; catchup; get together
    do this|it|that; lunch together; our|the next [meeting|session|chat|one|catch_up|call]
    next meeting|session|chat|one|catch_up|call; the meeting
    for a|our|the [quick|short|brief] chat|catch_up|catchup|coffee|meeting|session|call|walk_round
    over|with|by|via|on|through [a|the] coffee|tea|zoom|teams|slack|video|phone|skype; in person
    face to face; online; virtually; virtual; remotely; zoom; teams; phone; slack; video; video call
    phone call; in|at my|your|the office|desk|place|house
    in|at|on the ward|canteen|cafe|library|hospital|atrium|clinic|site
    in|at the reception|meeting_room|coffee_shop|restaurant|staff_room|boardroom|foyer|lobby
    in|at reception; office; at mine|yours|work; my|your place|office|end|side|desk
    at|on|from my|your end|side; ward; canteen; cafe; library; hospital; reception; meeting room
    room|ward|floor|level|bay|desk|building|meeting|session|month|site|clinic {number}
    in|on my|your|our|the diary|diaries|calendar|calendars; with {name}; by|from|to|with|for me|you|us
    local; on my|your|the way; in|at room|ward|building {number}
"""
POLITENESS = f"{_SMALL_WORDS};{_GREETINGS};{_PROPOSALS};{_BY_YOUR_LEAVE};{_OCCASIONS}"
