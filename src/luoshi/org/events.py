"""What can happen to posts and officers, each kind told once. Matters are `post:`, `officer:`, `user:` and a code."""

from luoshi.law.event import Event, declare

POST, OFFICER, USER = "post:", "officer:", "user:"
KINDS = "org."

POST_SET = Event(
    kind="org.post_set",
    title=("设定岗位", "Post set"),
    sentence=("设定岗位的职责和办理事项", "A post's duties and items were set"),
    visibility="public",
    about="unit",
)
OFFICER_SET = Event(
    kind="org.officer_set",
    title=("登记工作人员", "Officer set"),
    sentence=("登记工作人员所在单位", "An officer's unit was set"),
    about="person",
)
OFFICER_ASSIGNED = Event(
    kind="org.officer_assigned",
    title=("安排 AB 岗", "Officer assigned"),
    sentence=("安排岗位的 A 岗或 B 岗人员", "The A or B officer of a post was set"),
    about="unit",
)
ABSENCE_REGISTERED = Event(
    kind="org.absence_registered",
    title=("登记离岗", "Absence registered"),
    sentence=("登记离岗时间，B 岗自动顶岗", "An absence was registered; the B officer acts"),
    about="person",
)
ABSENCE_ENDED = Event(
    kind="org.absence_ended",
    title=("提前返岗", "Absence ended"),
    sentence=("提前返岗，恢复办理", "The officer came back earlier and acts again"),
    about="person",
)
ROLE_GIVEN = Event(
    kind="org.role_given",
    title=("授予权限", "Role given"),
    sentence=("授予一项系统权限", "A role was given"),
    visibility="supervision",
    binds="record",
    about="person",
)
ROLE_ENDED = Event(
    kind="org.role_ended",
    title=("收回权限", "Role ended"),
    sentence=("收回一项系统权限", "A role was ended"),
    visibility="supervision",
    binds="record",
    about="person",
)
ACCOUNT_CHANGED = Event(
    kind="org.account_changed",
    title=("变更账号", "Account changed"),
    sentence=(
        "建立、停用、启用账号，换新口令，设置或解除二次验证和统一登录",
        "An account was opened or closed, given a new password, a second step or an identity, or lost one",
    ),
    visibility="supervision",
    binds="record",
    about="person",
)
SIGN_IN_REFUSED = Event(
    kind="org.sign_in_refused",
    title=("登录被拒", "Sign-in refused"),
    sentence=(
        "多次口令或验证码不对而暂停，或统一身份认证的来人没有对应账号",
        "Sign-in paused after wrong passwords or codes, or the identity provider named nobody known here",
    ),
    visibility="supervision",
    binds="record",
    about="person",
)
declare(
    ACCOUNT_CHANGED,
    SIGN_IN_REFUSED,
    POST_SET,
    OFFICER_SET,
    OFFICER_ASSIGNED,
    ABSENCE_REGISTERED,
    ABSENCE_ENDED,
    ROLE_GIVEN,
    ROLE_ENDED,
)
