import AIAnalytics
import Accounts
import Chat
import Companies
import ContextKit
import Demo
import Gateway
import Metering
import TokenUsage
import Tracking
import UserActivity

/// Every context that the gateway serves, one line each.
package enum Contexts {
    package static let all: [any BoundedContext.Type] = [
        GatewayParts.self,
        DemoContext.self,
        MeteringContext.self,
        TokenUsageContext.self,
        AccountsContext.self,
        ChatContext.self,
        CompaniesContext.self,
        CompanyChats.self,
        AIAnalyticsContext.self,
        TrackingContext.self,
        UserActivityContext.self,
    ]
}
