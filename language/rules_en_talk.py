"""English rules for what does not stop a sale, yes and no among it (notation: `rules_he`)."""

from collections.abc import Mapping
from typing import Final

TALK: Final[Mapping[str, str]] = {
    "price": """
        how much .. cost|costs|pay|charge|is|does|for
        how much $
        whats|what is|are? .. price|prices|pricing|cost|costs|fee|fees
        your price|prices|pricing|fees
        is it|this .. expensive|free
        """,
    "by_mail": """
        ? send|email|mail|text|whatsapp .. me|us|over
        ? send .. information|info|details|proposal|brochure|material|email
        ? in writing
        ? by email|mail
        - @not send|email|mail|text
        - my email
        """,
    "have_one": """
        ? already .. have|got|use|using|work|working
        ? have|got .. already
        - @not|thanks|thank|interested|stop|no
        """,
    "move_meeting": """
        ? reschedule|rebook
        ? move|postpone|push|shift|change .. meeting|appointment
        ? change .. time|day|hour|date .. meeting|appointment
        - @not reschedule|move|postpone|change
        """,
    "cancel_meeting": """
        ? cancel|cancelling .. meeting|appointment
        ? call off .. meeting|appointment
        ? wont|cant|cannot .. make it|come|be .. meeting|appointment
        - @not cancel
        """,
    "not_interested": """
        @not .. interested|interesting|relevant
        uninterested
        all set
        happy with what|my|our
        no interest
        already .. have|got|bought|signed|using|found|covered
        not .. looking .. for|to|anything
        dont|not .. need .. it|this|that|any|anything
        not for me|us
        cant afford
        no .. money|budget
        changed my mind
        dont|not .. waste
        not .. want .. buy
        ill pass
        im good thanks|thank
        """,
    "later": """
        not .. now
        not .. good time
        bad time
        im|am|were .. busy|driving
        in a|the|an? .. meeting|class|middle|car
        at .. work|doctors|doctor
        on the road
        cant|cannot .. talk|speak .. !to
        another time
        some other time
        call|ring|phone|try|contact .. back
        call|ring|phone|try|speak|talk .. @when
        later .. please
        ^ maybe? later $
        dont have .. time
        no time
        next week|month
        send .. me|us .. message|text|email|whatsapp
        text|email me
        ill call
        think about it
        think it over
        need|have|want .. consult|ask|check .. with|my|first
        in .. hour|hours|minutes
        """,
    "repeat": """
        are you .. there
        line|connection|reception .. bad|terrible|breaking
        cant hear
        ^ hello hello+ $
        ^ what $
        ^ pardon|sorry|huh|excuse me? $
        ^ what+ $
        say .. again
        repeat
        once more
        one more time
        come again
        what did you say|ask|mean
        what was .. question|that
        what .. mean
        ^ sorry what
        didnt|dont|cant|couldnt .. hear|understand|catch|get .. you|that|it|what
        didnt|dont|cant|couldnt hear|understand
        can|do you hear me
        breaking up
        bad connection|line|reception
        speak|talk .. louder|up
        louder please?
        """,
    "slow_down": """
        cant|not .. keep up|follow
        slow down
        slower
        slowly
        too|so|very fast|quick|quickly
        not so fast
        wait wait
        hold on .. writing|write
        let me write
        """,
    "goodbye": """
        gotta go|run
        need|have|got to hang up|go
        take care $
        thats all .. @please* $
        no .. more|further questions
        talk .. later bye
        ill let you go
        ^ ok? bye+
        goodbye|byebye
        good bye
        bye $
        have a .. day|evening|weekend|night|one
        good night
        got|have|need to go|run
        im hanging
        talk soon
        see you
        shabbat shalom
        """,
    "interested": """
        ? im|am|we|were|very|be interested
        ? sounds|thats|is .. interesting|intriguing
        ? ^ .. interesting $
        - @not .. interested|interesting|relevant
        tell me|us .. more|about
        tell me
        more information|details|info
        like|love|want to hear|know|learn|see .. more|about|it
        like|love|want to hear|know|learn
        go on
        how .. does it work
        """,
    "yes": """
        ^ all right $
        ^ sure thing
        thats fine|right|correct|good|great|ok|okay|perfect
        ^ this is he|she|him|her|me $
        ^ uh huh $
        ^ mm? mhm $
        ^ @yes+ @yes_tail* $
        ^ yes|yeah|yep+ !but|no|not|only
        ^ @yes+ @yes_tail* @yes* @yes_tail* $
        ^ why not
        ^ no problem|worries $
        sounds .. good|great|fine|perfect
        that works|sounds
        works for me
        id|i would? love|like to
        book|schedule|sign me|it
        lets do .. it|that
        go ahead
        i agree|do
        ^ i have .. minute|moment
        ^ this is .. speaking
        ^ speaking $
        """,
    "no": """
        id rather not
        afraid not
        of course not
        @day doesnt|dont .. work|suit
        not today|tomorrow|possible
        ^ i cant make
        ^ no|nope|nah+ @no_tail* $
        ? ^ no|nope|nah
        - no problem|worries|one|idea|rush|matter
        not .. really|at|thanks|today|possible
        ^ not .. me
        ^ no thanks
        ^ no way
        absolutely|definitely|of not
        i dont .. think|want
        i cant $
        i wont|cannot
        doesnt|dont|wont .. work|suit .. me
        never mind
        ^ never $
        """,
}
